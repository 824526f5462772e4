//! The generated API from outside: operation tables, decoding, constraint sentences, outputs.

mod constraints;
mod hostile;
mod inputs;
mod operations;
mod outputs;
mod query;
mod random;
