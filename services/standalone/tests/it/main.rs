//! The whole product as an operator has it: the program, its command line, its data folder, its bus.

mod cli;
mod kill;
mod product;
mod python;
mod real_data;
mod trace;
