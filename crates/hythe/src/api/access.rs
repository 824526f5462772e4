//! Where the server is and who calls: from the environment as AWS's clients read it, else from the
//! data folder, as `hythe env` prints it.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use names::{AccessKeyId, Region};
use sigv4::SecretKey;

use crate::cli::Place;
use crate::config::Config;
use crate::credentials;
use crate::data_folder::DataFolder;
use crate::endpoint::Endpoint;
use crate::environment::Aws;
use crate::exit::Misuse;

/// What a client needs to know.
pub(super) struct Access {
    /// The URL of the server.
    pub(super) endpoint: String,
    /// The region that is called.
    pub(super) region: Region,
    /// The access key.
    pub(super) key: AccessKeyId,
    /// Its secret.
    pub(super) secret: SecretKey,
    /// What goes with a temporary key.
    pub(super) security_token: Option<String>,
    /// Certificates (PEM) of the authorities to trust in place of the system's.
    pub(super) authorities: Option<PathBuf>,
}

impl Access {
    /// Of the environment, where it names an endpoint and no flag names a folder.
    pub(super) fn find(place: Place) -> Result<Self> {
        let Place { data, config } = &place;
        if data.is_none() && config.is_none() {
            let aws = Aws::of_process()?;
            if let Some(endpoint) = aws.endpoint.clone() {
                return Ok(Self::of_environment(endpoint, aws)?);
            }
        }
        Self::of_folder(&Config::load(place.into())?)
    }

    fn of_environment(endpoint: String, aws: Aws) -> Result<Self, Misuse> {
        let missing = |name| {
            Misuse(format!(
                "the variable {name} is missing: it goes with AWS_ENDPOINT_URL"
            ))
        };
        let key = aws.access_key_id.ok_or_else(|| missing("AWS_ACCESS_KEY_ID"))?;
        let secret = aws
            .secret_access_key
            .ok_or_else(|| missing("AWS_SECRET_ACCESS_KEY"))?;
        let region = aws.region.as_deref().unwrap_or("us-east-1");
        Ok(Self {
            endpoint,
            region: Region::parse(region).map_err(|why| Misuse(format!("the variable AWS_REGION: {why}")))?,
            key: AccessKeyId::parse(&key)
                .map_err(|why| Misuse(format!("the variable AWS_ACCESS_KEY_ID: {why}")))?,
            secret: SecretKey::new(secret),
            security_token: aws.session_token,
            authorities: aws.ca_bundle,
        })
    }

    fn of_folder(config: &Config) -> Result<Self> {
        let folder = DataFolder::at(&config.data);
        let endpoint = Endpoint::expect(&folder)?;
        let key = credentials::expect(&folder)?;
        let path = folder.credentials();
        Ok(Self {
            endpoint: endpoint.url,
            region: Region::parse(&endpoint.region).context("the folder names no region")?,
            key: AccessKeyId::parse(&key.id)
                .with_context(|| format!("{} has a damaged access key", path.display()))?,
            secret: SecretKey::new(key.secret),
            security_token: None,
            authorities: endpoint.ca,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aws(id: Option<&str>, secret: Option<&str>, region: Option<&str>) -> Aws {
        let text = |value: Option<&str>| value.map(str::to_owned);
        Aws {
            access_key_id: text(id),
            secret_access_key: text(secret),
            region: text(region),
            ..Aws::default()
        }
    }

    #[test]
    fn the_environment_is_whole_or_refused() {
        let id = Some("AKIAIOSFODNN7EXAMPLE");
        for (aws, part) in [
            (aws(None, Some("s"), None), "AWS_ACCESS_KEY_ID is missing"),
            (aws(id, None, None), "AWS_SECRET_ACCESS_KEY is missing"),
            (aws(Some("no key"), Some("s"), None), "AWS_ACCESS_KEY_ID: "),
            (aws(id, Some("s"), Some("no region!")), "AWS_REGION: "),
        ] {
            let Misuse(why) = Access::of_environment("http://a".to_owned(), aws)
                .err()
                .expect(part);
            assert!(why.contains(part), "{why}");
        }
        let access = Access::of_environment("http://a".to_owned(), aws(id, Some("s"), None)).unwrap();
        assert_eq!(access.region.as_str(), "us-east-1");
    }
}
