//! What the services' HTTP APIs answer, and what they take. One file per service.
