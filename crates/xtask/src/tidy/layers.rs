//! Which crate may import which: only those of lower layers, and of its own layer what is named here.

use super::Finding;
use super::manifests::{Manifest, all};
use super::tree::Tree;

const RULE: &str = "layers";

/// Where a crate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Layer {
    /// Words that every crate may use.
    Words,
    /// Pure engines.
    Engines,
    /// Stores: I/O.
    Stores,
    /// What the product does.
    Application,
    /// Bytes to calls.
    Edge,
    /// Wiring.
    Binary,
    /// Tools and tests, which no other crate is built on.
    Development,
}

/// Every crate of the workspace.
const CRATES: &[(&str, Layer)] = &[
    ("stdx", Layer::Words),
    ("names", Layer::Words),
    ("sigv4", Layer::Engines),
    ("iam", Layer::Engines),
    ("oci", Layer::Engines),
    ("lifecycle", Layer::Engines),
    ("aws-model", Layer::Engines),
    ("blobs", Layer::Stores),
    ("meta", Layer::Stores),
    ("web-identity", Layer::Stores),
    ("key-service", Layer::Stores),
    ("registry", Layer::Application),
    ("server", Layer::Edge),
    ("hythe", Layer::Binary),
    ("testkit", Layer::Development),
    ("bench", Layer::Development),
    ("xtask", Layer::Development),
];

/// Imports within a layer.
const BESIDE: &[(&str, &str)] = &[("names", "stdx")];

/// Kinds of dependencies of others that only these crates have.
const THEIRS: &[(&str, &[&str], &[&str])] = &[
    (
        "HTTP belongs to the edge",
        &[
            "http",
            "http-body",
            "http-body-util",
            "hyper",
            "hyper-util",
            "tokio-rustls",
        ],
        &["server", "testkit", "bench"],
    ),
    (
        "requests to others are made in layer 2, and by the commands that are clients",
        &["reqwest", "rustls-platform-verifier"],
        &["web-identity", "key-service", "hythe"],
    ),
    (
        "databases are behind `meta`",
        &[
            "deadpool-postgres",
            "postgres-types",
            "rusqlite",
            "tokio-postgres",
        ],
        &["meta"],
    ),
    (
        "layers 0 and 1 do no I/O",
        &["tokio", "futures-util", "rustix", "tracing"],
        &[
            "blobs",
            "meta",
            "web-identity",
            "key-service",
            "registry",
            "server",
            "hythe",
            "testkit",
            "bench",
            "xtask",
        ],
    ),
    (
        "errors of libraries have types; `anyhow` is for programs",
        &["anyhow"],
        &["hythe", "bench", "xtask"],
    ),
];

/// Whether `package`, and so its sources, is of layers 0 and 1.
pub(crate) fn is_pure(package: &str) -> bool {
    layer(package).is_some_and(|layer| layer <= Layer::Engines)
}

fn layer(package: &str) -> Option<Layer> {
    let found = CRATES.iter().find(|(name, _)| *name == package);
    found.map(|(_, layer)| *layer)
}

/// No crate imports one of its own layer or above.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    all(tree).iter().flat_map(check_one).collect()
}

fn check_one(manifest: &Manifest) -> Vec<Finding> {
    let name = manifest.name();
    let Some(own) = layer(name) else {
        let advice = format!("give `{name}` its layer in the table of this rule and in ARCHITECTURE.md");
        return vec![Finding::new(manifest.path, 1, RULE, advice)];
    };
    let forbidden = |(_, dependency): &(usize, String)| {
        let beside = BESIDE.contains(&(name, dependency.as_str()));
        layer(dependency).is_some_and(|theirs| theirs >= own && !beside)
    };
    let imports = manifest.dependencies("dependencies");
    let imports = imports.into_iter().filter(forbidden);
    let tests = manifest.dependencies("dev-dependencies");
    // A crate's own tests may use the harness, which is built on the crate.
    let tests = tests
        .into_iter()
        .filter(|import| import.1 != "testkit" && forbidden(import));
    let advice =
        |dependency: &str| format!("`{name}` may not import `{dependency}`: it is not of a lower layer");
    imports
        .chain(tests)
        .map(|(line, dependency)| Finding::new(manifest.path, line, RULE, advice(&dependency)))
        .collect()
}

/// Dependencies of others stay where their kind belongs.
pub(crate) fn check_theirs(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for manifest in all(tree) {
        for (line, dependency) in manifest.dependencies("dependencies") {
            let misplaced = THEIRS.iter().find(|(_, dependencies, crates)| {
                dependencies.contains(&dependency.as_str()) && !crates.contains(&manifest.name())
            });
            if let Some((why, _, crates)) = misplaced {
                let advice = format!("{why}: `{dependency}` is for {}", crates.join(", "));
                found.push(Finding::new(manifest.path, line, RULE, advice));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn advice(path: &str, text: &str) -> Vec<String> {
        let tree = Tree::of(&[(path, text)]);
        let found = check(&tree).into_iter().chain(check_theirs(&tree));
        found.map(|finding| finding.to_string()).collect()
    }

    #[test]
    fn imports_go_downwards() {
        for (package, section, dependency, allowed) in [
            ("names", "dependencies", "stdx", true),
            ("stdx", "dependencies", "names", false),
            ("registry", "dependencies", "meta", true),
            ("meta", "dependencies", "registry", false),
            ("meta", "dependencies", "blobs", false),
            ("oci", "dev-dependencies", "blobs", false),
            ("server", "dev-dependencies", "testkit", true),
            ("server", "dependencies", "testkit", false),
            ("hythe", "dependencies", "server", true),
            ("oci", "dependencies", "tokio", false),
            ("registry", "dependencies", "http", false),
            ("registry", "dependencies", "rusqlite", false),
            ("registry", "dependencies", "reqwest", false),
            ("web-identity", "dependencies", "reqwest", true),
            ("hythe", "dependencies", "reqwest", true),
            ("server", "dependencies", "anyhow", false),
            ("server", "dependencies", "hyper", true),
        ] {
            let text =
                format!("[package]\nname = \"{package}\"\n[{section}]\n{dependency}.workspace = true\n");
            let found = advice(&format!("crates/{package}/Cargo.toml"), &text);
            assert_eq!(found.is_empty(), allowed, "{package} on {dependency}: {found:?}");
            assert!(
                found
                    .iter()
                    .all(|found| found.starts_with(&format!("crates/{package}/Cargo.toml:4: layers: "))),
                "{found:?}"
            );
        }
    }

    #[test]
    fn a_crate_has_a_layer() {
        let found = advice("crates/novel/Cargo.toml", "[package]\nname = \"novel\"\n");
        assert!(found[0].contains("give `novel` its layer"), "{found:?}");
    }
}
