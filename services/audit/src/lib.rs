//! huiyin-audit
mod domain;
mod store;
#[cfg(test)]
mod testing;
