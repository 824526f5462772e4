//! The engine as its callers see it.

mod accessors;
mod bad_input;
mod cases;
mod condition_keys;
mod conditions;
mod cross_account;
mod fuzz;
mod grammar;
mod managed;
mod pitfalls;
mod principals;
mod probes;
mod properties;
mod same_account;
