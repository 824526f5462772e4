//! Encrypted uploads: what a crash leaves, steps, and keys that cannot be had.

use std::collections::HashSet;
use std::fs;
use std::sync::Arc;

use futures_util::future::{BoxFuture, FutureExt};
use rustix::io::Errno;

use super::super::steps::Step;
use super::{Folder, frames};
use crate::cipher::{RUN_HEADER_BYTES, header_bytes};
use crate::contract::{self, data, key, upload};
use crate::{
    AppendError, BlobStore, DataKey, Error, FinishError, KeyDomain, KeyError, KeyRing, Protection, Refusal,
    Staged, WrappedKey,
};

/// Changes the file of an upload behind the acknowledged bytes of it.
type Change = fn(&mut Vec<u8>, usize);

/// Bytes that an append may leave behind the acknowledged ones when its process dies.
#[tokio::test]
async fn any_rest_of_an_append_is_overwritten() {
    let (folder, content) = (Folder::encrypted(), data(300_000));
    for known in [0, 1, 262_144, 270_000] {
        let shapes: [(&str, Change); 4] = [
            ("nothing", |_, _| {}),
            ("a part of a run's header", |file, end| file.resize(end + 9, 7)),
            ("a run", |file, end| file.resize(end + 300_000, 7)),
            ("zeros", |file, end| file.resize(end + 3_000_000, 0)),
        ];
        for (shape, change) in shapes {
            let upload = upload();
            let first = folder.append(upload, &Staged::empty(), &content[..known]).await;
            let staged = first.expect("an append");
            let mut file = fs::read(folder.staged(upload)).expect("the upload's file");
            let end = file.len();
            change(&mut file, end);
            fs::write(folder.staged(upload), &file).expect("the upload's file");
            let second = folder.append(upload, &staged, &content[known..]).await;
            let staged = second.unwrap_or_else(|error| panic!("{shape} after {known}: {error}"));
            let file = fs::read(folder.staged(upload)).expect("the upload's file");
            fs::write(folder.staged(upload), [&file[..], &[1; 77]].concat()).expect("the upload's file");
            folder.expect_finish(upload, staged, &content).await;
        }
    }
}

/// What was acknowledged is never written again, and what was not never comes with the same key
/// a second time: every append has another salt, whatever it seals and wherever.
#[tokio::test]
async fn an_append_that_is_repeated_has_another_key() {
    let (folder, upload) = (Folder::encrypted(), upload());
    let known = folder
        .append(upload, &Staged::empty(), b"known")
        .await
        .expect("an append");
    let acknowledged = fs::read(folder.staged(upload)).expect("the upload's file");
    let (mut salts, mut sealed) = (HashSet::new(), HashSet::new());
    for number in 0..20 {
        let text = if number < 10 {
            b"the same text"
        } else {
            b"another text!"
        };
        if number % 3 == 0 {
            // As after a crash that left nothing.
            fs::write(folder.staged(upload), &acknowledged).expect("the upload's file");
        }
        if number % 3 == 1 {
            folder.fail(&[Step::SyncFile, Step::RemoveStaged], Errno::IO);
            folder
                .append(upload, &known, text)
                .await
                .expect_err("a failed fsync");
        }
        folder.append(upload, &known, text).await.expect("an append");
        let file = fs::read(folder.staged(upload)).expect("the upload's file");
        let (before, run) = file.split_at(acknowledged.len());
        assert!(before == acknowledged);
        let (header, segments) = run.split_at(RUN_HEADER_BYTES as usize);
        assert!(salts.insert(header[56..].to_vec()), "{number}");
        assert!(sealed.insert(segments.to_vec()), "{number}");
    }
    // From the beginning it is another file.
    folder
        .append(upload, &Staged::empty(), b"known")
        .await
        .expect("an append");
    let again = fs::read(folder.staged(upload)).expect("the upload's file");
    let header = header_bytes(&again).expect("a header");
    assert!(again[..header] != acknowledged[..header]);
}

#[tokio::test]
async fn changed_uploads_are_lost() {
    let folder = Folder::encrypted();
    let upload = upload();
    let first = folder
        .append(upload, &Staged::empty(), b"known")
        .await
        .expect("an append");
    let staged = folder.append(upload, &first, b" bytes").await.expect("an append");
    let whole = fs::read(folder.staged(upload)).expect("the upload's file");
    let digest = names::Digest::Sha512([0; 64]);
    for bit in 0..whole.len() * 8 {
        let mut bad = whole.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        fs::write(folder.staged(upload), &bad).expect("the upload's file");
        // This reads everything.
        let result = folder.disk.verify(upload, staged.clone(), digest).await;
        let refused = matches!(result, Err(FinishError::Lost | FinishError::Store(Error::Key(_))));
        assert!(refused, "bit {bit}: {result:?}");
    }
    for cut in 0..whole.len() {
        fs::write(folder.staged(upload), &whole[..cut]).expect("the upload's file");
        let result = folder.append(upload, &staged, b"more").await;
        assert!(
            matches!(result, Err(AppendError::Lost)),
            "cut to {cut}: {result:?}"
        );
        let result = folder
            .disk
            .finish(upload, staged.clone(), key(b"known bytes"))
            .await;
        assert!(
            matches!(result, Err(FinishError::Lost)),
            "cut to {cut}: {result:?}"
        );
    }
    fs::write(folder.staged(upload), &whole).expect("the upload's file");
    folder.expect_finish(upload, staged, b"known bytes").await;
}

#[tokio::test]
async fn an_upload_stays_in_its_domain() {
    let folder = Folder::encrypted();
    for other in [Protection::Plain, super::encrypted("b")] {
        let upload = upload();
        let staged = folder
            .append(upload, &Staged::empty(), b"known")
            .await
            .expect("an append");
        let other = folder.disk.under(other);
        let result = other.append(upload, staged.clone(), frames(b"more")).await;
        assert!(matches!(result, Err(AppendError::Lost)), "{result:?}");
        let result = other.finish(upload, staged, key(b"known")).await;
        assert!(matches!(result, Err(FinishError::Lost)), "{result:?}");
        let plain = other.append(upload, Staged::empty(), frames(b"plain")).await;
        let plain = plain.expect("an append");
        let result = folder.append(upload, &plain, b"more").await;
        assert!(matches!(result, Err(AppendError::Lost)), "{result:?}");
    }
}

#[tokio::test]
async fn the_steps() {
    let (folder, upload) = (Folder::encrypted(), upload());
    folder.steps();
    let staged = folder
        .append(upload, &Staged::empty(), b"one")
        .await
        .expect("an append");
    let written = [Step::Lock, Step::WriteData, Step::SyncFile];
    assert_eq!(folder.steps(), [&written[..], &[Step::SyncStaged]].concat());
    let staged = folder.append(upload, &staged, b"two").await.expect("an append");
    assert_eq!(folder.steps(), written);
    folder.expect_finish(upload, staged, b"onetwo").await;
    let published = [
        Step::Lock,
        Step::WriteTrailer,
        Step::SyncFile,
        Step::Rename,
        Step::SyncBlobs,
    ];
    assert_eq!(folder.steps(), published);
}

#[tokio::test]
async fn a_full_disk_takes_nothing_that_was_acknowledged() {
    let folder = Folder::encrypted();
    for (known, lost) in [
        (&b""[..], 10),
        (b"", 5 << 20),
        (b"known", 10),
        (b"known", 5 << 20),
    ] {
        let upload = upload();
        let staged = folder
            .append(upload, &Staged::empty(), known)
            .await
            .expect("an append");
        let before = fs::read(folder.staged(upload)).expect("the upload's file");
        folder.fail(&[Step::WriteData], Errno::NOSPC);
        let result = folder.append(upload, &staged, &data(lost)).await;
        assert!(
            matches!(result, Err(AppendError::Store(Error::Full))),
            "{result:?}"
        );
        if known.is_empty() {
            assert_eq!(folder.staged_count(), 0);
        } else {
            assert!(fs::read(folder.staged(upload)).expect("the upload's file") == before);
        }
        let staged = folder
            .append(upload, &staged, b" and more")
            .await
            .expect("an append");
        // The footer, too, takes space.
        let whole = [known, b" and more"].concat();
        folder.fail(&[Step::WriteTrailer], Errno::NOSPC);
        let result = folder.disk.finish(upload, staged.clone(), key(&whole)).await;
        assert!(
            matches!(result, Err(FinishError::Store(Error::Full))),
            "{result:?}"
        );
        folder.expect_finish(upload, staged, &whole).await;
    }
}

/// A ring that says no.
#[derive(Debug)]
struct Refusing(KeyError);

impl KeyRing for Refusing {
    fn wrap<'a>(
        &'a self,
        _: &'a KeyDomain,
        _: &'a DataKey,
        _: &'a [u8],
    ) -> BoxFuture<'a, Result<WrappedKey, KeyError>> {
        async { Err(self.0.clone()) }.boxed()
    }

    fn unwrap<'a>(
        &'a self,
        _: &'a KeyDomain,
        _: &'a WrappedKey,
        _: &'a [u8],
    ) -> BoxFuture<'a, Result<DataKey, KeyError>> {
        async { Err(self.0.clone()) }.boxed()
    }
}

#[tokio::test]
async fn without_the_key_nothing_goes_and_nothing_is_lost() {
    let folder = Folder::encrypted();
    let pushed = folder.push(b"content").await;
    let upload = upload();
    let staged = folder
        .append(upload, &Staged::empty(), b"known")
        .await
        .expect("an append");
    for error in [
        KeyError::Unavailable("no answer".to_owned()),
        KeyError::Refused {
            why: Refusal::Disabled,
            message: "the key is disabled".to_owned(),
        },
    ] {
        let refused = folder.disk.under(Protection::Encrypted {
            keys: Arc::new(Refusing(error.clone())),
            domain: KeyDomain::new("a"),
        });
        let expected = |result: &Error| matches!(result, Error::Key(found) if *found == error);
        let result = refused.open(pushed, 0..7).await.expect_err("no key");
        assert!(expected(&result), "{result:?}");
        for from in [Staged::empty(), staged.clone()] {
            let other = if from.offset() == 0 {
                contract::upload()
            } else {
                upload
            };
            match refused.append(other, from, frames(b"more")).await {
                Err(AppendError::Store(result)) => assert!(expected(&result), "{result:?}"),
                result => panic!("{result:?}"),
            }
        }
        match refused.finish(upload, staged.clone(), key(b"known")).await {
            Err(FinishError::Store(result)) => assert!(expected(&result), "{result:?}"),
            result => panic!("{result:?}"),
        }
        // What needs no key goes on.
        refused.abort(contract::upload()).await.expect("an abort");
        refused.check().await.expect("a check");
    }
    assert_eq!(folder.staged_count(), 1);
    folder.expect_finish(upload, staged, b"known").await;
    contract::expect_blob(&folder.store(), pushed, b"content").await;
}
