use meta::{Error, Limit, Meta, OidcProvider, Put, ResourceTag, TagOwner};
use names::OidcIssuer;

use crate::samples::{AWAY, HOME, NOW, account, an_account, entity, pair};
use crate::{pages, read, refused, write};

pub async fn keys_of_tags_differ_by_more_than_case(meta: &Meta) {
    let home = an_account(meta, HOME).await;
    let owner = || TagOwner::User(entity("CI"));
    write!(meta, |tx| {
        let tags = [pair("Team", "a"), pair("cost", ""), pair("Äpfel", "1")];
        tx.iam_tag_put(&home, &owner(), &tags).await?;
        let tags = [pair("team", "b"), pair("äPFEL", "2")];
        tx.iam_tag_put(&home, &TagOwner::User(entity("ci")), &tags)
            .await?;
        tx.iam_tag_put(&home, &owner(), &[]).await?;
    });
    let all = pages!(ResourceTag: meta, |tx, after| tx.iam_tag_list(
        &home,
        &owner(),
        after.map(|tag| tag.key.as_str()),
        Limit(2),
    ));
    assert_eq!(all, [pair("cost", ""), pair("team", "b"), pair("äPFEL", "2")]);
    write!(meta, |tx| tx
        .iam_tag_delete(&home, &owner(), &["COST".to_owned(), "never".to_owned()])
        .await?);
    let left = read!(meta, |tx| tx
        .iam_tag_list(&home, &owner(), None, Limit(9))
        .await?);
    assert_eq!(left, [pair("team", "b"), pair("äPFEL", "2")]);
}

pub async fn tags_of_one_name_are_apart_by_kind(meta: &Meta) {
    let home = an_account(meta, HOME).await;
    let owners = || {
        [
            TagOwner::User(entity("one.example")),
            TagOwner::Role(entity("one.example")),
            TagOwner::Policy(entity("one.example")),
            TagOwner::InstanceProfile(entity("one.example")),
            TagOwner::OidcProvider(issuer("one.example")),
        ]
    };
    write!(meta, |tx| for (number, owner) in owners().iter().enumerate() {
        let tag = pair("number", &number.to_string());
        tx.iam_tag_put(&home, owner, &[tag]).await?;
    });
    let found = read!(meta, |tx| {
        let mut found = Vec::new();
        for owner in owners() {
            found.extend(tx.iam_tag_list(&home, &owner, None, Limit(9)).await?);
        }
        let away = account(AWAY);
        let elsewhere = tx.iam_tag_list(&away, &owners()[0], None, Limit(9)).await?;
        assert_eq!(elsewhere, []);
        found
    });
    assert_eq!(
        found,
        ["0", "1", "2", "3", "4"].map(|number| pair("number", number))
    );
}

pub async fn every_field_of_a_provider_comes_back(meta: &Meta) {
    let error = refused!(meta, |tx| tx
        .iam_oidc_provider_create(&provider("a.example"))
        .await?);
    assert!(matches!(error, Error::Dangling(_)), "{error:?}");
    let home = an_account(meta, HOME).await;
    let puts = write!(meta, |tx| [
        tx.iam_oidc_provider_create(&provider("b.example/Realm")).await?,
        tx.iam_oidc_provider_create(&provider("b.example/realm")).await?,
        tx.iam_oidc_provider_create(&provider("a.example")).await?,
        tx.iam_oidc_provider_create(&provider("a.example")).await?,
    ]);
    assert_eq!(puts, [Put::Created, Put::Created, Put::Created, Put::Exists]);
    let all = pages!(OidcProvider: meta, |tx, after| tx.iam_oidc_provider_list(
        &home,
        after.map(|provider| &provider.issuer),
        Limit(2),
    ));
    assert_eq!(
        all,
        ["a.example", "b.example/Realm", "b.example/realm"].map(provider)
    );
    let changed = write!(meta, |tx| {
        let (known, unknown) = (issuer("a.example"), issuer("c.example"));
        let list = ["x".to_owned()];
        [
            tx.iam_oidc_provider_put_client_ids(&home, &known, &list).await?,
            tx.iam_oidc_provider_put_thumbprints(&home, &known, &[]).await?,
            tx.iam_oidc_provider_put_client_ids(&home, &unknown, &list)
                .await?,
            tx.iam_oidc_provider_put_thumbprints(&home, &unknown, &[]).await?,
        ]
    });
    assert_eq!(changed, [true, true, false, false]);
    let found = read!(meta, |tx| tx
        .iam_oidc_provider_get(&home, &issuer("a.example"))
        .await?);
    let expected = OidcProvider {
        client_ids: vec!["x".to_owned()],
        thumbprints: vec![],
        ..provider("a.example")
    };
    assert_eq!(found, Some(expected));
    let deleted = write!(meta, |tx| {
        let (known, owner) = (issuer("a.example"), TagOwner::OidcProvider(issuer("a.example")));
        tx.iam_tag_put(&home, &owner, &[pair("k", "v")]).await?;
        let deleted = tx.iam_oidc_provider_delete(&home, &known).await?;
        let again = tx.iam_oidc_provider_delete(&home, &known).await?;
        let tags = tx.iam_tag_list(&home, &owner, None, Limit(9)).await?;
        [deleted, !again, tags.is_empty()]
    });
    assert_eq!(deleted, [true; 3]);
}

fn issuer(text: &str) -> OidcIssuer {
    OidcIssuer::parse(text).expect(text)
}

fn provider(text: &str) -> OidcProvider {
    OidcProvider {
        account: account(HOME),
        issuer: issuer(text),
        created_at: NOW,
        client_ids: vec!["sts.amazonaws.com".to_owned(), "a \"b\"".to_owned()],
        thumbprints: vec!["00".repeat(20), "ff".repeat(20)],
    }
}
