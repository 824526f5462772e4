//! The configuration file: TOML whose errors name file, line and key.

use std::path::Path;

use anyhow::Context as _;

use super::Settings;
use crate::exit::Misuse;

/// Reads a configuration file. Relative paths in it start at the file's folder.
///
/// # Errors
/// [`Misuse`] when the file is there and its content is wrong.
pub(crate) fn read(path: &Path) -> anyhow::Result<Settings> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("could not read the configuration file {}", path.display()))?;
    let mut settings = parse(&text)
        .map_err(|Problem { line, sentence }| Misuse(format!("{}:{line}: {sentence}", path.display())))?;
    settings.relative_to(path.parent().unwrap_or(Path::new("")));
    Ok(settings)
}

/// What is wrong in a file, and where.
#[derive(Debug, PartialEq, Eq)]
struct Problem {
    line: usize,
    sentence: String,
}

fn parse(text: &str) -> Result<Settings, Problem> {
    let problem = |error: &toml::de::Error, key: Option<String>| {
        let before = error
            .span()
            .map_or("", |span| &text[..span.start.min(text.len())]);
        let sentence = match key {
            Some(key) => format!("{key}: {}", error.message()),
            None => error.message().to_owned(),
        };
        Problem {
            line: before.matches('\n').count() + 1,
            sentence,
        }
    };
    let document = toml::Deserializer::parse(text).map_err(|error| problem(&error, None))?;
    serde_path_to_error::deserialize(document).map_err(|error| {
        let path = error.path().to_string();
        problem(error.inner(), Some(path).filter(|path| path != "."))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::{
        AuditSettings, EncryptionSettings, EventSettings, GcSettings, KmsSettings, LimitSettings,
        LogSettings, MasterSettings, MetadataSettings, QuotaSettings, ScrubSettings, TlsSettings,
        UndeleteSettings,
    };
    use super::*;
    use crate::environment::VARIABLES;

    const DOCUMENT: &str = include_str!("../../../../docs/configuration.md");

    #[test]
    fn problems_name_line_and_key() {
        let cases = [
            (
                "data = \"a\"\nlisten = \"nowhere\"\n",
                2,
                "listen: a listen address must be",
            ),
            (
                "\n[log]\ncolour = true\n",
                3,
                "log.colour: unknown field `colour`",
            ),
            ("port = 5000", 1, "port: unknown field `port`"),
            ("account = \"12\"", 1, "account: account id must be 12 digits"),
            ("region = 7", 1, "region: invalid type: integer"),
            (
                "[limits]\nconnections = 0",
                2,
                "limits.connections: invalid value",
            ),
            ("[tls]\nmode = \"on\"", 2, "tls.mode: must be one of auto, off"),
            ("[tls]\nnames = [\"ok.test\", \"not ok\"]", 2, "tls.names: "),
            ("[log]\nlevel = \"loud\"", 2, "log.level: "),
            (
                "[quotas]\nprofile = \"aws\"",
                2,
                "quotas.profile: must be one of default, ecr, none",
            ),
            ("[quotas]\nimages = 0", 2, "quotas.images: invalid value"),
            (
                "[quotas]\nrates = [\"rate=0\"]",
                2,
                "quotas.rates: '0' is no rate",
            ),
            ("a = 1\nb = = 2", 2, ""),
            ("data = \"a\"\ndata = \"b\"", 2, "duplicate key"),
        ];
        for (text, line, start) in cases {
            let problem = parse(text).expect_err(text);
            assert_eq!(problem.line, line, "{text}: {problem:?}");
            assert!(problem.sentence.starts_with(start), "{text}: {problem:?}");
        }
    }

    #[test]
    fn relative_paths_start_at_the_file() {
        let mut settings = parse("data = \"d\"\n[tls]\ncert = \"/c\"\nkey = \"k\"").unwrap();
        settings.relative_to(Path::new("/etc/hythe"));
        assert_eq!(settings.data.as_deref(), Some(Path::new("/etc/hythe/d")));
        assert_eq!(settings.tls.cert.as_deref(), Some(Path::new("/c")));
        assert_eq!(settings.tls.key.as_deref(), Some(Path::new("/etc/hythe/k")));
    }

    /// Without `..`: a key that is added to the types breaks this until the example has it too.
    #[test]
    fn the_documented_example_has_every_key() {
        let Settings {
            data: Some(_),
            listen: Some(_),
            account: Some(_),
            region: Some(_),
            log:
                LogSettings {
                    format: Some(_),
                    level: Some(_),
                    requests: Some(_),
                },
            tls:
                TlsSettings {
                    mode: Some(_),
                    cert: None,
                    key: None,
                    names: Some(_),
                },
            metadata: MetadataSettings { url: Some(_) },
            master:
                MasterSettings {
                    key: None,
                    key_file: Some(_),
                    passphrase: None,
                },
            encryption: EncryptionSettings { at_rest: Some(_) },
            limits:
                LimitSettings {
                    connections: Some(_),
                    drain_seconds: Some(_),
                },
            quotas:
                QuotaSettings {
                    profile: Some(_),
                    repositories: Some(_),
                    images: Some(_),
                    tags: Some(_),
                    rates: Some(_),
                },
            undelete: UndeleteSettings { days: Some(_) },
            audit:
                AuditSettings {
                    records: Some(_),
                    days: Some(_),
                },
            events: EventSettings { days: Some(_) },
            gc:
                GcSettings {
                    grace_hours: Some(_),
                    interval_minutes: Some(_),
                    rate: Some(_),
                },
            scrub:
                ScrubSettings {
                    bytes_per_second: Some(_),
                    interval_hours: Some(_),
                },
            // Of key stores there are any number: `key_stores` holds their document.
            kms: KmsSettings { external: _ },
        } = parse(example()).unwrap()
        else {
            panic!("the example of docs/configuration.md misses a key");
        };
    }

    #[test]
    fn keys_variables_and_document_agree() {
        let excluded = ["tls.cert", "tls.key", "master.key", "master.passphrase"];
        let mut example = BTreeSet::from(excluded.map(str::to_owned));
        collect_keys(&example_table(), "", &mut example);
        let variables: BTreeSet<_> = VARIABLES
            .iter()
            .map(|variable| (variable.key.to_owned(), variable.name.to_owned()))
            .collect();
        let keys: BTreeSet<_> = variables.iter().map(|(key, _)| key.clone()).collect();
        assert_eq!(example, keys, "the example and the variables");
        assert_eq!(documented(), variables, "the table and the variables");
    }

    /// The rows of the table whose first cell is a key: key and variable.
    fn documented() -> BTreeSet<(String, String)> {
        let quoted = |cell: &str| Some(cell.trim().strip_prefix('`')?.strip_suffix('`')?.to_owned());
        let rows = DOCUMENT.lines().filter_map(|line| {
            let cells: Vec<_> = line.strip_prefix('|')?.split('|').collect();
            let variable = quoted(cells.get(1)?)?;
            Some((quoted(cells.first()?)?, variable)).filter(|(_, name)| name.starts_with("HYTHE_"))
        });
        rows.collect()
    }

    fn example() -> &'static str {
        let (_, rest) = DOCUMENT.split_once("```toml\n").unwrap();
        rest.split_once("```").unwrap().0
    }

    fn example_table() -> toml::Table {
        example().parse().unwrap()
    }

    fn collect_keys(table: &toml::Table, prefix: &str, keys: &mut BTreeSet<String>) {
        for (name, value) in table {
            match value {
                toml::Value::Table(inner) => collect_keys(inner, &format!("{prefix}{name}."), keys),
                _ => drop(keys.insert(format!("{prefix}{name}"))),
            }
        }
    }
}
