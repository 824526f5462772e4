//! Keys as ECR uses them: the key of a repository, the two grants that go with it, and what ECR may
//! do with the key afterwards.

use std::collections::BTreeSet;

use meta::Tx;
use names::{KmsKeyArn, RegistryKey, RepositoryArn};
use stdx::Timestamp;

use super::ciphertext::EncryptionContext;
use super::facts::KeyFacts;
use super::grant::{NewGrant, row};
use super::grant_terms::{GrantConstraints, GrantOperation, GrantTerms};
use super::key::usable;
use super::key_name::KeyName;
use crate::secrets::random;
use crate::{Action, Caller, Error, KmsFault, Registry};

/// The most grants of one repository and key that are looked at; there are two.
const GRANTS: meta::Limit = meta::Limit(1_000);

/// ECR as a principal in policies and grants.
pub(crate) fn service(home: &RegistryKey) -> String {
    let region = &home.region;
    format!("ecr.{region}.{}", region.partition().dns_suffix)
}

/// The encryption context of everything that is encrypted for a repository.
pub(crate) fn context(repository: &RepositoryArn) -> EncryptionContext {
    let pair = ("aws:ecr:arn".to_owned(), repository.to_string());
    EncryptionContext::from([pair])
}

impl Registry {
    /// The key for a repository that is to be made: the named one, or the one that ECR looks after.
    /// The caller must be allowed to look at it and to make grants of it through ECR, and the key
    /// must be there to be used.
    ///
    /// # Errors
    /// [`Error::Kms`] or [`Error::Denied`], as KMS says it to ECR.
    pub async fn kms_repository_key(
        &self,
        caller: &Caller,
        repository: &RepositoryArn,
        named: Option<&str>,
    ) -> Result<KmsKeyArn, Error> {
        let home = &repository.registry;
        let key = match named {
            None => self.kms_managed_key(home).await?,
            Some(text) => self.kms_key_find(KeyName::parse(text, home)?).await?,
        };
        let via = |context| KeyFacts {
            context,
            via: Some(service(home)),
            more: crate::RequestFacts::none(),
        };
        self.kms_authorize(caller, Action::DescribeKey, &key, &via(EncryptionContext::new()))
            .await?;
        let facts = via(EncryptionContext::new())
            .with("kms:GrantIsForAWSResource", ["true".to_owned()])
            .with("kms:GranteePrincipal", [service(home)])
            .with("kms:GrantConstraintType", ["EncryptionContextSubset".to_owned()])
            .with(
                "kms:GrantOperations",
                ["GenerateDataKey", "Decrypt"].map(str::to_owned),
            );
        self.kms_authorize(caller, Action::CreateGrant, &key, &facts)
            .await?;
        let args = key.clone();
        self.read(args, |tx, arn| {
            Box::pin(async move { usable(tx, arn).await.map(drop) })
        })
        .await?;
        Ok(key)
    }

    /// Whether ECR may do `action` for a repository with its key now, and the key can be used.
    ///
    /// # Errors
    /// [`Error::Kms`] as KMS says it: [`KmsFault::AccessDenied`] without a grant.
    pub async fn kms_repository_check(
        &self,
        repository: &RepositoryArn,
        key: &KmsKeyArn,
        action: Action,
    ) -> Result<(), Error> {
        let args = key.clone();
        self.read(args, |tx, arn| {
            Box::pin(async move { usable(tx, arn).await.map(drop) })
        })
        .await?;
        let service = service(&repository.registry);
        let facts = KeyFacts::with_context(&context(repository));
        if self.kms_service_may(&service, action, key, &facts).await? {
            return Ok(());
        }
        let action = action.as_str();
        Err(Error::kms(
            KmsFault::AccessDenied,
            format!(
                "User: {service} is not authorized to perform: {action} on resource: {key} because no grant of {repository} allows it"
            ),
        ))
    }
}

/// Makes ECR's two grants for a repository, in the transaction that makes the repository.
///
/// # Errors
/// Those of a key that cannot be used.
pub(crate) async fn grants_create(
    tx: &mut Tx<'_>,
    key: &KmsKeyArn,
    repository: &RepositoryArn,
    now: Timestamp,
) -> Result<(), Error> {
    usable(tx, key).await?;
    let service = service(&repository.registry);
    let issuer = format!("arn:aws:iam::{}:root", repository.registry.account);
    for operation in [GrantOperation::GenerateDataKey, GrantOperation::Decrypt] {
        let new = NewGrant {
            grantee: service.clone(),
            retiring: Some(service.clone()),
            terms: GrantTerms {
                operations: BTreeSet::from([operation]),
                constraints: GrantConstraints {
                    subset: context(repository),
                    equals: EncryptionContext::new(),
                },
            },
            name: None,
        };
        let mut id = [0; 32];
        random(&mut id);
        let row = row(tx, key, &new, (&stdx::hex::encode(&id), &issuer, now)).await?;
        tx.kms_grant_create(&row).await?;
    }
    Ok(())
}

/// Ends ECR's grants for a repository, in the transaction that deletes the repository.
pub(crate) async fn grants_retire(
    tx: &mut Tx<'_>,
    key: &KmsKeyArn,
    repository: &RepositoryArn,
) -> Result<(), Error> {
    let service = service(&repository.registry);
    let about = repository.to_string();
    let grants = tx.kms_grant_list_of_grantee(&key.id, &service, &about, GRANTS);
    for grant in grants.await? {
        if grant.retiring == service {
            tx.kms_grant_delete(&key.id, &grant.id).await?;
        }
    }
    Ok(())
}
