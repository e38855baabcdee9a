//! huiyin-testkit
