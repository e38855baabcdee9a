//! huiyin-chassis
