use meta::{Error, ImagePull, Limit, Meta, NewPulls, Put, RepositoryId};
use names::PrincipalArn;
use stdx::Timestamp;

use crate::samples::{HOME, NOW, a_repository, account, an_account, digest, gone, layered, registry};
use crate::{pages, read, refused, write};

const DAY: i64 = 86_400_000_000;

/// So many microseconds after the start of the tests.
fn later(by: i64) -> Timestamp {
    Timestamp::from_micros(NOW.as_micros() + by)
}

fn pulls(repository: RepositoryId, number: u16, newest: Timestamp, count: u64) -> NewPulls {
    NewPulls {
        repository,
        digest: digest(number),
        newest,
        count,
    }
}

fn pulled(number: u16, last_pulled_at: Timestamp, recorded_at: Timestamp, count: u64) -> ImagePull {
    ImagePull {
        digest: digest(number),
        last_pulled_at,
        recorded_at,
        count,
    }
}

pub async fn pulls_add_up_and_never_go_back(meta: &Meta) {
    let one = a_repository(meta, "one").await;
    write!(meta, |tx| tx.image_put(one, &layered(1, &[])).await?);
    for (at, count, last, recorded, sum) in [
        (10, 1, 10, 10, 1),
        (20, 2, 20, 10, 3),
        // From another server, or by a clock that was set back.
        (5, 1, 20, 10, 4),
        (-9 * DAY, 1, 20, 10, 5),
        (DAY + 9, 1, DAY + 9, 10, 6),
        (DAY + 10, 4, DAY + 10, DAY + 10, 10),
        (DAY + 11, 1, DAY + 11, DAY + 10, 11),
        (9 * DAY, 1, 9 * DAY, 9 * DAY, 12),
    ] {
        write!(meta, |tx| tx
            .image_pull_note(&[pulls(one, 1, later(at), count)])
            .await?);
        let found = read!(meta, |tx| tx.image_pull_list(one, None, Limit(9)).await?);
        assert_eq!(found, [pulled(1, later(last), later(recorded), sum)], "{at}");
    }
}

pub async fn pulls_belong_to_an_image_that_exists(meta: &Meta) {
    let (one, two) = (a_repository(meta, "one").await, a_repository(meta, "two").await);
    write!(meta, |tx| {
        for number in 1..8 {
            tx.image_put(one, &layered(number, &[])).await?;
        }
        tx.image_put(two, &layered(1, &[])).await?;
        let mut batch: Vec<_> = [6, 99, 1, 2, 4].map(|number| pulls(one, number, NOW, 3)).into();
        batch.extend([
            pulls(two, 1, later(1), u64::from(u32::MAX)),
            pulls(two, 2, NOW, 1),
            pulls(RepositoryId::random(), 1, NOW, 1),
        ]);
        tx.image_pull_note(&batch).await?;
    });
    let all = pages!(ImagePull: meta, |tx, after| tx
        .image_pull_list(one, after.map(|pull| &pull.digest), Limit(2)));
    assert_eq!(all, [1, 2, 4, 6].map(|number| pulled(number, NOW, NOW, 3)));
    let other = read!(meta, |tx| tx.image_pull_list(two, None, Limit(9)).await?);
    assert_eq!(other, [pulled(1, later(1), later(1), u64::from(u32::MAX))]);
    let mut some = read!(meta, |tx| {
        let many: Vec<_> = (2..70).map(digest).collect();
        tx.image_pull_list_of_images(one, &many).await?
    });
    some.sort_unstable_by_key(|pull| pull.digest);
    assert_eq!(some, all[1..]);
    write!(meta, |tx| {
        tx.image_delete(one, &digest(2), &gone()).await?;
        tx.repository_delete(two).await?;
    });
    write!(meta, |tx| {
        tx.image_put(one, &layered(2, &[])).await?;
        tx.image_pull_note(&[pulls(two, 1, NOW, 1)]).await?;
    });
    let left = read!(meta, |tx| [
        tx.image_pull_list(one, None, Limit(9)).await?,
        tx.image_pull_list(two, None, Limit(9)).await?,
    ]);
    let expect = [1, 4, 6].map(|number| pulled(number, NOW, NOW, 3));
    assert_eq!(
        left,
        [expect.to_vec(), vec![]],
        "an image that comes back was never pulled"
    );
}

pub async fn a_registry_excludes_principals(meta: &Meta) {
    let error = refused!(meta, |tx| tx
        .pull_time_exclusion_create(&registry("eu-west-1"), &arn("user/a"), NOW)
        .await?);
    assert!(matches!(error, Error::Dangling(_)), "{error:?}");
    an_account(meta, HOME).await;
    let put = write!(meta, |tx| {
        let mut put = Vec::new();
        for name in ["user/b", "role/z", "user/b", "role/a/b", "user/a"] {
            let here = registry("eu-west-1");
            put.push(tx.pull_time_exclusion_create(&here, &arn(name), NOW).await?);
        }
        put
    });
    let created = Put::Created;
    assert_eq!(put, [created, created, Put::Exists, created, created]);
    let all = pages!(PrincipalArn: meta, |tx, after| async move {
        let here = registry("eu-west-1");
        tx.pull_time_exclusion_list(&here, after, Limit(2)).await
    });
    assert_eq!(all, ["role/a/b", "role/z", "user/a", "user/b"].map(arn));
    let deleted = write!(meta, |tx| [
        tx.pull_time_exclusion_delete(&registry("eu-west-2"), &arn("role/z"))
            .await?,
        tx.pull_time_exclusion_delete(&registry("eu-west-1"), &arn("role/z"))
            .await?,
        tx.pull_time_exclusion_delete(&registry("eu-west-1"), &arn("role/z"))
            .await?,
    ]);
    assert_eq!(deleted, [false, true, false]);
    let counts = read!(meta, |tx| [
        tx.pull_time_exclusion_count(&registry("eu-west-1")).await?,
        tx.pull_time_exclusion_count(&registry("eu-west-2")).await?,
    ]);
    assert_eq!(counts, [3, 0]);
    write!(meta, |tx| tx.account_delete(&account(HOME)).await?);
    let left = read!(meta, |tx| tx
        .pull_time_exclusion_count(&registry("eu-west-1"))
        .await?);
    assert_eq!(left, 0);
}

fn arn(name: &str) -> PrincipalArn {
    PrincipalArn::parse(&format!("arn:aws:iam::{HOME}:{name}")).expect(name)
}
