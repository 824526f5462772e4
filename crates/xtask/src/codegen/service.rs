//! Which services are generated, and how much of each.

use std::path::Path;

use anyhow::Context as _;

use super::model::{Model, Pagination, Shape};
use super::reach::Reach;
use super::served;

/// What to generate of one model.
pub(crate) struct Spec {
    /// The folder below `models/`.
    pub(crate) folder: &'static str,
    /// The Rust module.
    pub(crate) module: &'static str,
    /// The operations whose shapes are generated; the operation table has all of them.
    pub(crate) shapes_of: ShapesOf,
}

/// A choice of operations.
pub(crate) enum ShapesOf {
    /// All of the model.
    All,
    /// Only these.
    Only(&'static [&'static str]),
}

/// The served services.
pub(crate) const SERVICES: &[Spec] = &[
    Spec {
        folder: "ecr",
        module: "ecr",
        shapes_of: ShapesOf::All,
    },
    Spec {
        folder: "ecr-public",
        module: "ecr_public",
        shapes_of: ShapesOf::All,
    },
    Spec {
        folder: "hythe",
        module: "hythe",
        shapes_of: ShapesOf::All,
    },
    Spec {
        folder: "iam",
        module: "iam",
        shapes_of: ShapesOf::Only(served::IAM),
    },
    Spec {
        folder: "kms",
        module: "kms",
        shapes_of: ShapesOf::Only(served::KMS),
    },
    Spec {
        folder: "sts",
        module: "sts",
        shapes_of: ShapesOf::Only(served::STS),
    },
];

/// How requests name an operation and carry their input.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protocol {
    /// AWS JSON: the operation in a header, the input as a JSON body.
    Json,
    /// AWS Query: both in a form, the output as XML.
    Query,
}

/// A model with what was found out about it.
pub(crate) struct Service {
    pub(crate) spec: &'static Spec,
    pub(crate) model: Model,
    pub(crate) pagination: Pagination,
    pub(crate) protocol: Protocol,
    pub(crate) reach: Reach,
}

impl Service {
    pub(crate) fn load(root: &Path, spec: &'static Spec) -> anyhow::Result<Self> {
        let folder = root.join("models").join(spec.folder);
        let read = |name: &str| {
            let path = folder.join(name);
            std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
        };
        let model: Model = serde_json::from_str(&read("service-2.json")?)?;
        let pagination: Pagination = serde_json::from_str(&read("paginators-1.json")?)?;
        let protocol = match model.metadata.protocol.as_str() {
            "json" => Protocol::Json,
            "query" => Protocol::Query,
            other => anyhow::bail!("no generator for protocol {other}"),
        };
        let reach = Reach::of(&model, spec)?;
        Ok(Self {
            spec,
            model,
            pagination,
            protocol,
            reach,
        })
    }

    /// The shape of that name.
    pub(crate) fn shape(&self, name: &str) -> anyhow::Result<&Shape> {
        self.model.shape(name)
    }
}
