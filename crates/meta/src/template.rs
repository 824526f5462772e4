//! Repository creation templates: what a repository is to be that the registry makes by itself.

use names::{RegistryKey, RepositoryPrefix};
use serde_json::Value as Json;
use stdx::Timestamp;

use crate::repository::{read_encryption, read_mutability, write_encryption, write_mutability};
use crate::row::{Row, corrupt};
use crate::statement::statements;
use crate::value::Value;
use crate::{Encryption, Error, Limit, Put, ResourceTag, TagMutability, Tx};

/// What a registry makes repositories by itself for (ECR `appliedFor`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scenario {
    /// An image comes from another registry.
    PullThroughCache,
    /// An image is replicated to here.
    Replication,
    /// An image is pushed.
    CreateOnPush,
}

/// A repository creation template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreationTemplate {
    /// Which repositories it is for.
    pub prefix: RepositoryPrefix,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was changed for the last time.
    pub updated_at: Timestamp,
    /// What its author says of it.
    pub description: Option<String>,
    /// When it is used.
    pub applied_for: Vec<Scenario>,
    /// Whether tags of the repository may be moved.
    pub tag_mutability: TagMutability,
    /// How layers of the repository are encrypted.
    pub encryption: Encryption,
    /// Resource tags of the repository.
    pub resource_tags: Vec<ResourceTag>,
    /// The policy of the repository, the text of a policy document.
    pub repository_policy: Option<String>,
    /// The lifecycle policy of the repository, as given.
    pub lifecycle_policy: Option<String>,
    /// The ARN of the role that ECR would make the repository with.
    pub custom_role: Option<String>,
}

statements! {
    CREATE = "INSERT INTO creation_template (account_id, region, prefix, written, created_at, updated_at, \
        description, applied_for, tag_mutability, tag_exclusions, encryption, kms_key, resource_tags, \
        repository_policy, lifecycle_policy, custom_role) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) ON CONFLICT DO NOTHING";
    UPDATE = "UPDATE creation_template SET updated_at = $1, description = $2, applied_for = $3, \
        tag_mutability = $4, tag_exclusions = $5, encryption = $6, kms_key = $7, resource_tags = $8, \
        repository_policy = $9, lifecycle_policy = $10, custom_role = $11 \
        WHERE account_id = $12 AND region = $13 AND prefix = $14";
    GET = "SELECT written, created_at, updated_at, description, applied_for, tag_mutability, \
        tag_exclusions, encryption, kms_key, resource_tags, repository_policy, lifecycle_policy, \
        custom_role FROM creation_template WHERE account_id = $1 AND region = $2 AND prefix = $3";
    LIST = "SELECT written, created_at, updated_at, description, applied_for, tag_mutability, \
        tag_exclusions, encryption, kms_key, resource_tags, repository_policy, lifecycle_policy, \
        custom_role FROM creation_template WHERE account_id = $1 AND region = $2 AND prefix > $3 \
        ORDER BY prefix LIMIT $4";
    COUNT = "SELECT COUNT(*) FROM creation_template WHERE account_id = $1 AND region = $2";
    DELETE = "DELETE FROM creation_template WHERE account_id = $1 AND region = $2 AND prefix = $3";
}

impl Tx<'_> {
    /// Creates a template; where the registry has one for the same repositories, that stays as it is.
    ///
    /// # Errors
    /// [`Error::Dangling`] when the account does not exist.
    pub async fn template_create(
        &mut self,
        registry: &RegistryKey,
        template: &CreationTemplate,
    ) -> Result<Put, Error> {
        let RegistryKey { account, region } = registry;
        let lists = Lists::of(template);
        let mut values = vec![
            Value::from(account),
            Value::from(region),
            template.prefix.key().into(),
            template.prefix.as_str().into(),
            template.created_at.into(),
        ];
        values.extend(contents(template, &lists));
        self.put(CREATE, &values).await
    }

    /// Writes a template over the one with its prefix. False when there is none.
    pub async fn template_update(
        &mut self,
        registry: &RegistryKey,
        template: &CreationTemplate,
    ) -> Result<bool, Error> {
        let RegistryKey { account, region } = registry;
        let lists = Lists::of(template);
        let mut values = contents(template, &lists);
        values.extend([account.into(), region.into(), template.prefix.key().into()]);
        Ok(self.execute(UPDATE, &values).await? != 0)
    }

    /// The template with this prefix.
    pub async fn template_get(
        &mut self,
        registry: &RegistryKey,
        prefix: &RepositoryPrefix,
    ) -> Result<Option<CreationTemplate>, Error> {
        let RegistryKey { account, region } = registry;
        let values = [account.into(), region.into(), prefix.key().into()];
        self.row(GET, &values, read).await
    }

    /// The templates of a registry by prefix, those after `after`.
    pub async fn template_list(
        &mut self,
        registry: &RegistryKey,
        after: Option<&RepositoryPrefix>,
        limit: Limit,
    ) -> Result<Vec<CreationTemplate>, Error> {
        let RegistryKey { account, region } = registry;
        let after = after.map_or("", RepositoryPrefix::key);
        let values = [account.into(), region.into(), after.into(), limit.into()];
        self.rows(LIST, &values, read).await
    }

    /// How many templates a registry has.
    pub async fn template_count(&mut self, registry: &RegistryKey) -> Result<u32, Error> {
        let RegistryKey { account, region } = registry;
        let count = |row: &Row<'_>| row.count(0, "count of templates");
        let count = self.row(COUNT, &[account.into(), region.into()], count).await?;
        Ok(count.unwrap_or_default())
    }

    /// Deletes the template with this prefix. False when there is none.
    pub async fn template_delete(
        &mut self,
        registry: &RegistryKey,
        prefix: &RepositoryPrefix,
    ) -> Result<bool, Error> {
        let RegistryKey { account, region } = registry;
        let values = [account.into(), region.into(), prefix.key().into()];
        Ok(self.execute(DELETE, &values).await? != 0)
    }
}

/// The columns that hold lists, as texts.
struct Lists {
    scenarios: String,
    exclusions: Option<String>,
    tags: String,
}

impl Lists {
    fn of(template: &CreationTemplate) -> Self {
        let scenario = |scenario: &Scenario| {
            Json::from(match scenario {
                Scenario::PullThroughCache => "PULL_THROUGH_CACHE",
                Scenario::Replication => "REPLICATION",
                Scenario::CreateOnPush => "CREATE_ON_PUSH",
            })
        };
        let tag = |tag: &ResourceTag| Json::from(vec![tag.key.as_str(), tag.value.as_str()]);
        Self {
            scenarios: Json::from_iter(template.applied_for.iter().map(scenario)).to_string(),
            exclusions: write_mutability(&template.tag_mutability).1,
            tags: Json::from_iter(template.resource_tags.iter().map(tag)).to_string(),
        }
    }
}

/// The columns from `updated_at` to `custom_role`.
fn contents<'a>(template: &'a CreationTemplate, lists: &'a Lists) -> Vec<Value<'a>> {
    let (encryption, key) = write_encryption(&template.encryption);
    vec![
        template.updated_at.into(),
        Value::optional(template.description.as_deref()),
        lists.scenarios.as_str().into(),
        write_mutability(&template.tag_mutability).0.into(),
        Value::optional(lists.exclusions.as_deref()),
        encryption.into(),
        Value::optional(key),
        lists.tags.as_str().into(),
        Value::optional(template.repository_policy.as_deref()),
        Value::optional(template.lifecycle_policy.as_deref()),
        Value::optional(template.custom_role.as_deref()),
    ]
}

fn read(row: &Row<'_>) -> Result<CreationTemplate, Error> {
    let applied_for = read_scenarios(row.text(4, "creation_template.applied_for")?);
    let tags = read_tags(row.text(9, "creation_template.resource_tags")?);
    Ok(CreationTemplate {
        prefix: row.parsed(0, "creation_template.written")?,
        created_at: row.timestamp(1, "creation_template.created_at")?,
        updated_at: row.timestamp(2, "creation_template.updated_at")?,
        description: row.optional_string(3, "creation_template.description")?,
        applied_for: applied_for.ok_or_else(|| corrupt("creation_template.applied_for"))?,
        tag_mutability: read_mutability(
            row,
            [
                (5, "creation_template.tag_mutability"),
                (6, "creation_template.tag_exclusions"),
            ],
        )?,
        encryption: read_encryption(
            row,
            [
                (7, "creation_template.encryption"),
                (8, "creation_template.kms_key"),
            ],
        )?,
        resource_tags: tags.ok_or_else(|| corrupt("creation_template.resource_tags"))?,
        repository_policy: row.optional_string(10, "creation_template.repository_policy")?,
        lifecycle_policy: row.optional_string(11, "creation_template.lifecycle_policy")?,
        custom_role: row.optional_string(12, "creation_template.custom_role")?,
    })
}

fn read_scenarios(text: &str) -> Option<Vec<Scenario>> {
    let names: Vec<String> = serde_json::from_str(text).ok()?;
    let scenario = |name: &String| match name.as_str() {
        "PULL_THROUGH_CACHE" => Some(Scenario::PullThroughCache),
        "REPLICATION" => Some(Scenario::Replication),
        "CREATE_ON_PUSH" => Some(Scenario::CreateOnPush),
        _ => None,
    };
    names.iter().map(scenario).collect()
}

fn read_tags(text: &str) -> Option<Vec<ResourceTag>> {
    let tags: Vec<(String, String)> = serde_json::from_str(text).ok()?;
    let tag = |(key, value)| ResourceTag { key, value };
    Some(tags.into_iter().map(tag).collect())
}
