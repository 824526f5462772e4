//! Missing batteries that every layer may use: instants, clocks, hex, crash points.
//!
//! Pure values only, but for [`sabotage`] in builds for tests. Nothing here reads a clock, a file or the network; [`Clock`] is the
//! trait behind which the one real clock of the program stands (in the `hythe` binary).
#![forbid(unsafe_code)]

mod clock;
pub mod hex;
pub mod point;
pub mod sabotage;
mod timestamp;

pub use clock::{Clock, ManualClock};
pub use timestamp::Timestamp;
