//! `hythe env`: shell lines that point AWS clients at the server of a data folder.

use std::fmt::Write as _;

use anyhow::Result;

use crate::config::Config;
use crate::credentials::{self, Key};
use crate::data_folder::DataFolder;
use crate::endpoint::Endpoint;
use crate::output;

/// The comment comes last: unquoted, `eval $(hythe env)` is one line, and a comment ends it.
const OLDER_CLIENTS: &str = "\
# aws CLI 2 before 2.13 does not read AWS_ENDPOINT_URL: give it --endpoint-url \"$AWS_ENDPOINT_URL\"
";

/// Prints the lines for the server of the configured data folder.
///
/// # Errors
/// When no server has run on it.
pub(crate) fn env(config: &Config) -> Result<()> {
    let folder = DataFolder::at(&config.data);
    let endpoint = Endpoint::expect(&folder)?;
    let key = credentials::expect(&folder)?;
    output::text(&lines(&endpoint, &key))
}

fn lines(endpoint: &Endpoint, key: &Key) -> String {
    let mut variables = vec![
        ("AWS_ENDPOINT_URL", endpoint.url.clone()),
        ("AWS_ACCESS_KEY_ID", key.id.clone()),
        ("AWS_SECRET_ACCESS_KEY", key.secret.clone()),
        ("AWS_REGION", endpoint.region.clone()),
        ("AWS_DEFAULT_REGION", endpoint.region.clone()),
    ];
    variables.extend(
        endpoint
            .ca
            .iter()
            .map(|ca| ("AWS_CA_BUNDLE", ca.to_string_lossy().into_owned())),
    );
    // A session token left over from another account would spoil every signature.
    let mut out = String::from("unset AWS_SESSION_TOKEN\n");
    for (name, value) in variables {
        writeln!(out, "export {name}={}", quote(&value)).expect("a string takes everything");
    }
    out + OLDER_CLIENTS
}

/// The text as one word of a POSIX shell; as it is where nothing in it means something there.
pub(crate) fn quote(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/.:_-+=@%,".contains(&byte);
    if !text.is_empty() && text.bytes().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoint::Engine;

    #[test]
    fn quoting() {
        for (text, expect) in [
            ("http://127.0.0.1:5000", "http://127.0.0.1:5000"),
            ("a/b+c=", "a/b+c="),
            ("", "''"),
            ("a b", "'a b'"),
            ("$(id)", "'$(id)'"),
            ("it's", r"'it'\''s'"),
            ("~", "'~'"),
        ] {
            assert_eq!(quote(text), expect);
        }
    }

    #[test]
    fn the_certificate_is_named_when_it_is_ours() {
        let mut endpoint = Endpoint {
            url: "https://localhost:1".to_owned(),
            region: "home".to_owned(),
            ca: None,
            metadata: Engine::Sqlite,
        };
        let key = Key {
            id: "id".to_owned(),
            secret: "secret".to_owned(),
        };
        assert!(!lines(&endpoint, &key).contains("AWS_CA_BUNDLE"));
        endpoint.ca = Some("/my data/ca.pem".into());
        assert!(lines(&endpoint, &key).contains("export AWS_CA_BUNDLE='/my data/ca.pem'\n"));
    }
}
