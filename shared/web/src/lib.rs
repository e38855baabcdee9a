//! huiyin-web
