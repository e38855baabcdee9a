//! The rule book's scenarios against the whole product: one file per group of rules.

#![cfg(test)]

mod accountability;
mod answer;
mod archive;
mod bank;
mod break_glass;
mod desk;
mod doors;
mod emergency;
mod faults;
mod forms;
mod fresh;
mod hospital;
mod independent;
mod learning;
mod limits;
mod linking;
mod need_to_know;
mod orders;
mod posts;
mod reception;
mod repeats;
mod scoped;
mod signing_in;
