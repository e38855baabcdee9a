//! huiyin-worktime
