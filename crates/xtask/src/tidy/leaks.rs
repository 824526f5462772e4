//! Paths and hosts of the machine that a text was written on.
//!
//! The patterns are written in pieces, so that this file does not hold what it looks for.

use super::Finding;
use super::tree::{File, Tree};

const RULE: &str = "leak";

/// Starts of absolute paths that are different on every machine.
const PATHS: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
];
/// Hosts of package registries, and settings that name others in their place.
const REGISTRIES: &[&str] = &[
    concat!("crates", ".io-index"),
    concat!("index.crates", ".io"),
    concat!("static.crates", ".io"),
    concat!("py", "pi.org"),
    concat!("python", "hosted.org"),
    concat!("registry.npm", "js.org"),
    concat!("proxy.go", "lang.org"),
    concat!("sum.go", "lang.org"),
    concat!("deb.deb", "ian.org"),
    concat!("PIP_INDEX", "_URL"),
    concat!("PIP_EXTRA_INDEX", "_URL"),
    concat!("GOPROXY", "="),
    concat!("CARGO_REGISTR", "IES_"),
    concat!("http_pr", "oxy="),
    concat!("https_pr", "oxy="),
];

/// No text tells where it was written.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    // The lock file names the one registry on every line; `manifest` looks at those.
    let texts = tree.files.iter().filter(|file| file.path != "Cargo.lock");
    texts.flat_map(check_one).collect()
}

fn check_one(file: &File) -> Vec<Finding> {
    let mut found = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        let path = PATHS.iter().find(|path| has_path(line, path));
        let registry = REGISTRIES.iter().find(|host| line.contains(*host));
        if let Some(what) = path.or(registry) {
            let advice =
                format!("`{what}` is of one machine: leave it out, or take it from where the text runs");
            found.push(Finding::new(&file.path, index + 1, RULE, advice));
        }
    }
    found
}

/// Whether an absolute path starts so; a part of a longer path or of a URL does not count.
fn has_path(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(start, _)| {
        let before = line[..start].chars().next_back();
        before.is_none_or(|before| {
            !(before.is_ascii_alphanumeric() || matches!(before, '.' | '_' | '-' | '}' | '>' | '~'))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_tells_where_it_was_written() {
        let machine = concat!("see /wo", "rk/main");
        let inside = concat!("GET /v2/shop/ro", "ot/tags");
        let host = concat!("https://py", "pi.org/simple");
        for (path, text, expect) in [
            ("README.md", machine, 1),
            ("crates/a/src/b.rs", inside, 0),
            ("e2e/install.sh", host, 1),
            ("e2e/install.sh", "https://example.test/simple", 0),
        ] {
            assert_eq!(check(&Tree::of(&[(path, text)])).len(), expect, "{text}");
        }
    }
}
