//! huiyin-store
