//! The whole product as an operator has it: the program, its command line, its data folder, its bus.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "helpers of a test may fail it"
)]

mod apart;
mod archive;
mod canaries;
mod cli;
mod keys;
mod kill;
mod policy;
mod product;
mod python;
mod real_data;
mod rights;
mod signed;
mod trace;
