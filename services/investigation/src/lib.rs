//! huiyin-investigation
#![allow(dead_code)]
mod domain;
