//! The rule book's scenarios against the whole product: one file per group of rules.

#![cfg(test)]

mod answer;
mod archive;
mod bank;
mod desk;
mod faults;
mod independent;
mod limits;
mod linking;
mod orders;
mod reception;
mod signing_in;
