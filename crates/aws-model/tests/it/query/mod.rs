//! The AWS Query protocol: forms in, XML out.

mod botocore;
mod constraints;
mod hostile;
mod outputs;

use aws_model::{DecodeError, Shape, decode_query};

/// Reads a form written as `A=1&B.member.1=2`, without escapes.
fn read<T: Shape>(form: &str) -> Result<T, DecodeError> {
    let pairs = form.split('&').filter(|pair| !pair.is_empty());
    decode_query(pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))))
}
