use meta::{BackupBlob, BlobDomain, Event, Limit, LogPosition, LogRange, Meta, StoredBlob};
use uuid::Uuid;

use crate::samples::{NOW, blob, registry};
use crate::{read, write};

fn in_clear() -> StoredBlob {
    StoredBlob {
        domain: BlobDomain::Clear,
        ..blob(2)
    }
}

fn event(number: u128) -> Event {
    Event {
        id: Uuid::from_u128(number),
        registry: registry("eu-west-1"),
        at: NOW,
        detail_type: "ECR Image Action".to_owned(),
        resources: "[]".to_owned(),
        detail: "{}".to_owned(),
    }
}

pub async fn a_backup_has_the_blobs_of_all_domains(meta: &Meta) {
    write!(meta, |tx| {
        for blob in [blob(1), blob(2), in_clear(), blob(3)] {
            tx.blob_create(&blob, NOW).await?;
        }
        assert!(tx.blob_put_damaged(&blob(3), NOW).await?);
    });
    let listed = read!(meta, |tx| {
        let (mut listed, mut after) = (Vec::new(), None);
        loop {
            let page = tx.backup_blobs(after.as_ref(), Limit(1)).await?;
            let Some(last) = page.first().cloned() else { break };
            after = Some((last.blob.digest, last.blob.domain.clone()));
            listed.push(last);
        }
        listed
    });
    let sound = |blob| BackupBlob {
        blob,
        damaged_at: None,
    };
    let mut expect = vec![
        sound(blob(1)),
        sound(in_clear()),
        sound(blob(2)),
        BackupBlob {
            blob: blob(3),
            damaged_at: Some(NOW),
        },
    ];
    expect.sort_by_key(|found| (found.blob.digest.to_string(), found.blob.domain.clone()));
    assert_eq!(listed, expect);
}

pub async fn positions_go_on_far_behind_after_a_restore(meta: &Meta) {
    write!(meta, |tx| {
        tx.event_put(&event(1)).await?;
        tx.event_number(Limit(9)).await?;
        tx.restore_skip_positions().await?;
        tx.event_put(&event(2)).await?;
        tx.event_number(Limit(9)).await?;
    });
    let seen_before_the_restore = LogRange::After(LogPosition(1_000_000));
    let listed = read!(meta, |tx| tx
        .event_list(&registry("eu-west-1"), seen_before_the_restore, Limit(9))
        .await?);
    let positions: Vec<_> = listed.iter().map(|event| event.position.0).collect();
    assert_eq!(positions, [(1 << 32) + 2]);
}
