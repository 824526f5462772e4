//! Bodies in chunks (RFC 9112, 7.1), without trailers.

use anyhow::{Context as _, bail};

/// A decoder that takes the body in pieces of any size.
#[derive(Debug, Default)]
pub(super) struct Chunked {
    state: State,
    /// Bytes of the body so far.
    pub(super) length: u64,
}

#[derive(Debug, Clone, Copy)]
enum State {
    /// In the line that says the size; how much of it is known.
    Size(usize),
    /// This much of the chunk and of the line end behind it is still to come.
    Data { rest: usize, line_end: usize },
    /// Behind the last chunk: bytes of the final line end to come.
    End(usize),
}

impl Default for State {
    fn default() -> Self {
        Self::Size(0)
    }
}

impl Chunked {
    /// Takes the next bytes; true at the end of the body.
    pub(super) fn feed(&mut self, mut bytes: &[u8], mut body: Option<&mut Vec<u8>>) -> anyhow::Result<bool> {
        while let Some(first) = bytes.first() {
            let taken = match &mut self.state {
                State::Size(size) => {
                    match first {
                        b'\n' if *size == 0 => self.state = State::End(2),
                        b'\n' => {
                            self.state = State::Data {
                                rest: *size,
                                line_end: 2,
                            }
                        }
                        b'\r' => {}
                        digit => {
                            let digit = char::from(*digit).to_digit(16).context("a chunk has a size")?;
                            *size = *size * 16 + digit as usize;
                        }
                    }
                    1
                }
                State::Data { rest: 0, line_end } => {
                    *line_end -= 1;
                    if *line_end == 0 {
                        self.state = State::Size(0);
                    }
                    1
                }
                State::Data { rest, .. } => {
                    let taken = bytes.len().min(*rest);
                    *rest -= taken;
                    self.length += taken as u64;
                    if let Some(body) = &mut body {
                        body.extend_from_slice(&bytes[..taken]);
                    }
                    taken
                }
                State::End(0) => bail!("bytes behind the end of a body"),
                State::End(left) => {
                    *left -= 1;
                    1
                }
            };
            bytes = &bytes[taken..];
        }
        Ok(matches!(self.state, State::End(0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_split_gives_the_same_body() {
        let wire = b"3\r\nabc\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n";
        for split in 0..wire.len() {
            let (mut decoder, mut body) = (Chunked::default(), Vec::new());
            assert!(!decoder.feed(&wire[..split], Some(&mut body)).unwrap());
            assert!(decoder.feed(&wire[split..], Some(&mut body)).unwrap());
            assert_eq!(body, b"abc0123456789abcdef");
            assert_eq!(decoder.length, 19);
        }
    }
}
