//! huiyin-policy
