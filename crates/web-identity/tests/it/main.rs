//! Hostile tokens, and providers that answer badly or not at all.

mod fetch;
mod forged;
mod keep;
mod key_sets;
mod server;
mod signer;
mod tokens;
mod trust;
