use meta::{
    CreationTemplate, Encryption, Error, Limit, Meta, Put, ResourceTag, ScanFrequency, ScanOnPush, ScanType,
    ScanningConfiguration, ScanningRule, Scenario, TagMutability,
};
use names::RepositoryPrefix;
use stdx::Timestamp;

use crate::samples::{HOME, NOW, a_repository, account, an_account, arn, registry};
use crate::{read, refused, write};

pub async fn a_registry_has_one_scanning_configuration(meta: &Meta) {
    let first = scanning(ScanType::Basic, &[]);
    let error = put(meta, &first).await;
    assert!(matches!(error, Err(Error::Dangling(_))), "{error:?}");
    an_account(meta, HOME).await;
    let second = scanning(
        ScanType::Enhanced,
        &[
            (ScanFrequency::ContinuousScan, &["*", "a\"b"]),
            (ScanFrequency::ScanOnPush, &[]),
            (ScanFrequency::Manual, &["c"]),
        ],
    );
    for configuration in [first, second] {
        put(meta, &configuration).await.expect("it is put");
        let found = read!(meta, |tx| [
            tx.registry_scanning_get(&registry("eu-west-1")).await?,
            tx.registry_scanning_get(&registry("eu-west-2")).await?,
        ]);
        assert_eq!(found, [Some(configuration), None]);
    }
}

async fn put(meta: &Meta, configuration: &ScanningConfiguration) -> Result<(), Error> {
    let configuration = configuration.clone();
    meta.write(move |tx| {
        let configuration = configuration.clone();
        Box::pin(async move {
            tx.registry_scanning_put(&registry("eu-west-1"), &configuration)
                .await
        })
    })
    .await
}

fn scanning(scan_type: ScanType, rules: &[(ScanFrequency, &[&str])]) -> ScanningConfiguration {
    let rule = |(frequency, filters): &(ScanFrequency, &[&str])| ScanningRule {
        frequency: *frequency,
        filters: filters.iter().map(|filter| (*filter).to_owned()).collect(),
    };
    ScanningConfiguration {
        scan_type,
        rules: rules.iter().map(rule).collect(),
    }
}

pub async fn scanning_on_push_is_switched(meta: &Meta) {
    let id = a_repository(meta, "shop/api").await;
    for (switched, expected) in [(ScanOnPush::Yes, true), (ScanOnPush::No, false)] {
        write!(meta, |tx| tx.repository_put_scan_on_push(id, switched).await?);
        let found = read!(meta, |tx| tx.repository_get(&arn("shop/api")).await?);
        assert_eq!(found.map(|found| found.scan_on_push), Some(expected));
    }
}

pub async fn a_prefix_has_one_template(meta: &Meta) {
    let error = refused!(meta, |tx| tx
        .template_create(&registry("eu-west-1"), &plain("a"))
        .await?);
    assert!(matches!(error, Error::Dangling(_)), "{error:?}");
    an_account(meta, HOME).await;
    let put = write!(meta, |tx| {
        let mut put = Vec::new();
        for prefix in ["b/", "b", "a/b", "ROOT", "c"] {
            let template = plain(prefix);
            put.push(tx.template_create(&registry("eu-west-1"), &template).await?);
        }
        put
    });
    let created = Put::Created;
    assert_eq!(put, [created, Put::Exists, created, created, created]);
    // The first one stays, as it was written.
    let found = read!(meta, |tx| tx
        .template_get(&registry("eu-west-1"), &prefix("b"))
        .await?);
    assert_eq!(found.map(|found| found.prefix), Some(prefix("b/")));
    let lists = read!(meta, |tx| {
        let here = registry("eu-west-1");
        let first = tx.template_list(&here, None, Limit(2)).await?;
        let rest = tx.template_list(&here, Some(&prefix("a/b")), Limit(9)).await?;
        let away = tx.template_list(&registry("eu-west-2"), None, Limit(9)).await?;
        [first, rest, away].map(|list| list.iter().map(|one| one.prefix.to_string()).collect::<Vec<_>>())
    });
    assert_eq!(lists, [vec!["ROOT", "a/b"], vec!["b/", "c"], vec![]]);
    let deleted = write!(meta, |tx| [
        tx.template_delete(&registry("eu-west-1"), &prefix("b")).await?,
        tx.template_delete(&registry("eu-west-1"), &prefix("b")).await?,
    ]);
    assert_eq!(deleted, [true, false]);
    let count = read!(meta, |tx| tx.template_count(&registry("eu-west-1")).await?);
    assert_eq!(count, 3);
    write!(meta, |tx| tx.account_delete(&account(HOME)).await?);
    let count = read!(meta, |tx| tx.template_count(&registry("eu-west-1")).await?);
    assert_eq!(count, 0);
}

pub async fn every_field_of_a_template_comes_back(meta: &Meta) {
    an_account(meta, HOME).await;
    let first = plain("shop/");
    let missing = write!(meta, |tx| tx
        .template_update(&registry("eu-west-1"), &plain("shop/"))
        .await?);
    assert!(!missing);
    write!(meta, |tx| tx
        .template_create(&registry("eu-west-1"), &plain("shop/"))
        .await?);
    assert_eq!(template(meta).await.as_ref(), Some(&first));
    let full = CreationTemplate {
        updated_at: Timestamp::from_seconds(1_767_700_000),
        description: Some("for the shop".to_owned()),
        applied_for: vec![
            Scenario::CreateOnPush,
            Scenario::Replication,
            Scenario::PullThroughCache,
        ],
        tag_mutability: TagMutability::ImmutableWithExclusion(vec!["a\"*".to_owned()]),
        encryption: Encryption::Kms {
            key: Some("alias/x".to_owned()),
        },
        resource_tags: vec![ResourceTag {
            key: "team".to_owned(),
            value: String::new(),
        }],
        repository_policy: Some("{}".to_owned()),
        lifecycle_policy: Some("{ }".to_owned()),
        custom_role: Some("arn:aws:iam::111122223333:role/r".to_owned()),
        ..first.clone()
    };
    for wanted in [full, first] {
        assert!(update(meta, &wanted).await);
        assert_eq!(template(meta).await, Some(wanted));
    }
}

async fn update(meta: &Meta, template: &CreationTemplate) -> bool {
    let template = template.clone();
    let updated = meta.write(move |tx| {
        let template = template.clone();
        Box::pin(async move { tx.template_update(&registry("eu-west-1"), &template).await })
    });
    updated.await.expect("it is updated")
}

async fn template(meta: &Meta) -> Option<CreationTemplate> {
    read!(meta, |tx| tx
        .template_get(&registry("eu-west-1"), &prefix("shop"))
        .await?)
}

fn prefix(text: &str) -> RepositoryPrefix {
    RepositoryPrefix::parse(text).expect(text)
}

fn plain(text: &str) -> CreationTemplate {
    CreationTemplate {
        prefix: prefix(text),
        created_at: NOW,
        updated_at: NOW,
        description: None,
        applied_for: Vec::new(),
        tag_mutability: TagMutability::Mutable,
        encryption: Encryption::Aes256,
        resource_tags: Vec::new(),
        repository_policy: None,
        lifecycle_policy: None,
        custom_role: None,
    }
}
