//! huiyin-bus
