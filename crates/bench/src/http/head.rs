//! The head of an answer.

use anyhow::Context as _;

/// How the end of a body is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Framing {
    Length(u64),
    Chunked,
}

/// What the client needs of a head.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) status: u16,
    pub(super) framing: Framing,
    pub(super) location: Option<String>,
    /// The server closes the connection after this answer.
    pub(super) close: bool,
    /// Its bytes, the empty line included.
    pub(super) size: usize,
}

impl Head {
    /// Reads the head at the start of `bytes`; `None` when it is not complete.
    pub(super) fn parse(bytes: &[u8]) -> anyhow::Result<Option<Self>> {
        let mut head = None;
        let mut start = 0;
        while let Some(length) = bytes[start..].iter().position(|byte| *byte == b'\n') {
            let line = bytes[start..start + length].trim_ascii_end();
            start += length + 1;
            match &mut head {
                None => head = Some(Self::of_status_line(line)?),
                Some(head) if line.is_empty() => {
                    head.size = start;
                    break;
                }
                Some(head) => head.header(line)?,
            }
        }
        Ok(head.filter(|head| head.size > 0))
    }

    fn of_status_line(line: &[u8]) -> anyhow::Result<Self> {
        let status = line.get(9..12).and_then(|code| str::from_utf8(code).ok());
        Ok(Self {
            status: status
                .and_then(|code| code.parse().ok())
                .context("not an HTTP answer")?,
            framing: Framing::Length(0),
            location: None,
            close: false,
            size: 0,
        })
    }

    fn header(&mut self, line: &[u8]) -> anyhow::Result<()> {
        // Most headers are of no interest; their first letter says so.
        if !matches!(line[0] | 0x20, b'c' | b't' | b'l') {
            return Ok(());
        }
        let colon = line
            .iter()
            .position(|byte| *byte == b':')
            .context("a header has a colon")?;
        let (name, value) = (&line[..colon], line[colon + 1..].trim_ascii());
        if name.eq_ignore_ascii_case(b"content-length") {
            let length = str::from_utf8(value).ok().and_then(|text| text.parse().ok());
            self.framing = Framing::Length(length.context("a length is a number")?);
        } else if name.eq_ignore_ascii_case(b"transfer-encoding") {
            self.framing = Framing::Chunked;
        } else if name.eq_ignore_ascii_case(b"location") {
            self.location = Some(str::from_utf8(value).context("a location is text")?.to_owned());
        } else if name.eq_ignore_ascii_case(b"connection") {
            self.close = value.eq_ignore_ascii_case(b"close");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads() {
        let head = |framing, size| Head {
            status: 201,
            framing,
            location: None,
            close: false,
            size,
        };
        let cases: [(&str, Option<Head>); 4] = [
            ("", None),
            ("HTTP/1.1 201 Created\r\nContent-Length: 3\r\n", None),
            (
                "HTTP/1.1 201 Created\r\nContent-Length: 3\r\n\r\nabc",
                Some(head(Framing::Length(3), 43)),
            ),
            (
                "HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n",
                Some(head(Framing::Chunked, 52)),
            ),
        ];
        for (text, expect) in cases {
            assert_eq!(Head::parse(text.as_bytes()).unwrap(), expect, "{text}");
        }
        let last = Head::parse(b"HTTP/1.1 202 Accepted\r\nLocation: /v2/a\r\nConnection: close\r\n\r\n");
        let last = last.unwrap().unwrap();
        assert_eq!((last.location.as_deref(), last.close), (Some("/v2/a"), true));
        assert!(Head::parse(b"nonsense\r\n\r\n").is_err());
    }
}
