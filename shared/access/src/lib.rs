//! huiyin-access
