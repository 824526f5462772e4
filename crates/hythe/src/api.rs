//! What the commands that act for a user stand on: a client of our own API. Operators' commands do
//! not use it; they open the installation (`installation`).
//!
//! `access` finds out where the server is and who calls, `client` signs and sends.

mod access;
mod client;

pub(crate) use client::Client;
