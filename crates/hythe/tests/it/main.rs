//! The real binary, started as an operator starts it.

mod account;
mod backup;
mod belonging;
mod broken_off;
mod command_line;
mod configuration;
mod crash;
mod fsck;
mod iam;
mod image;
mod kill;
mod master_key;
mod process;
mod shell;
mod signed;
mod start;
mod stop;
mod tls;
mod token;
mod undelete;
