//! `hythe`: index. Written by `cargo xtask codegen` from `models/hythe`.

mod calls;
mod enums;
mod error_code;
mod operation;
mod operation_table;
mod rules;
mod types;

pub use calls::*;
pub use enums::*;
pub use error_code::*;
pub use operation::*;
pub use types::*;

#[cfg(test)]
mod tests {
    #[test]
    fn patterns_compile() {
        for pattern in super::rules::PATTERNS.iter().flat_map(|pattern| pattern.iter()) {
            pattern.compiled();
        }
    }
}
