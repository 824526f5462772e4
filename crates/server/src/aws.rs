//! The front ends of the AWS protocols: JSON 1.1 (`ecr`, `ecr-public`, `hythe`) and Query (`iam`, `sts`).

use std::pin::Pin;

mod ecr;
mod hythe;
mod iam;
pub(crate) mod json;
mod kms;
pub(crate) mod query;
mod sts;
/// Makes a future in a box. The futures of all operations of a service, side by side in the function
/// that chooses one, would be a frame that overflows the stack; here each is made in a frame of its
/// own.
#[inline(never)]
fn boxed<'a, F: Future + Send + 'a>(
    make: impl FnOnce() -> F,
) -> Pin<Box<dyn Future<Output = F::Output> + Send + 'a>> {
    Box::pin(make())
}
