//! What we show to a service: a token, or the secret half of an access key.

use std::fmt;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::Fault;

/// The longest secret in a file, in bytes.
const LONGEST: u64 = 16 * 1024;

/// A secret that somebody else keeps. Its `Debug` form leaves it out.
#[derive(Clone)]
pub enum Secret {
    /// In a file, which is read for each call: agents write a new one before the old one ends.
    File(PathBuf),
    /// As it was given at the start.
    Fixed(Zeroizing<String>),
}

impl Secret {
    /// The secret as it is now, without the end of a line behind it.
    pub(crate) async fn read(&self) -> Result<Zeroizing<String>, Fault> {
        let path = match self {
            Self::Fixed(text) => return Ok(text.clone()),
            Self::File(path) => path.clone(),
        };
        let read = tokio::task::spawn_blocking(move || read(&path)).await;
        read.unwrap_or_else(|error| Err(Fault::Unavailable(error.to_string())))
    }
}

fn read(path: &Path) -> Result<Zeroizing<String>, Fault> {
    let unavailable = |why: String| {
        let text = format!("the secret in {} cannot be read: {why}", path.display());
        Fault::Unavailable(text)
    };
    let file = std::fs::File::open(path).map_err(|error| unavailable(error.to_string()))?;
    let mut text = Zeroizing::new(String::new());
    let read = file.take(LONGEST).read_to_string(&mut text);
    read.map_err(|error| unavailable(error.to_string()))?;
    match text.trim() {
        "" => Err(unavailable("it is empty".to_owned())),
        text => Ok(Zeroizing::new(text.to_owned())),
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => f.debug_tuple("File").field(path).finish(),
            Self::Fixed(_) => f.write_str("Fixed(..)"),
        }
    }
}
