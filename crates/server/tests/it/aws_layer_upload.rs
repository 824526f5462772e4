//! InitiateLayerUpload, UploadLayerPart, CompleteLayerUpload (`ecr-api-private`, D).

use serde_json::{Value, json};
use testkit::{Caller, digest_of, pattern};

use crate::aws_fixture::{
    ACCOUNT, NOT_NULL, REPOSITORY, Refusals, blob, completion, invalid, max_length, min_length, part, refuse,
    repository, start_upload, with,
};

const MIB: usize = 1 << 20;
const NOBODYS: &str = "0e4b1c1e-6f0a-4b5e-9a5d-6b8f0a2d1c33";

async fn complete(caller: &Caller, upload: &str, bytes: &[u8]) {
    let digest = digest_of(bytes);
    let output = caller
        .ecr_ok("CompleteLayerUpload", completion(upload, &digest))
        .await;
    assert_eq!(
        output,
        json!({"registryId": ACCOUNT, "repositoryName": REPOSITORY, "uploadId": upload, "layerDigest": digest})
    );
}

#[tokio::test]
async fn parts_make_a_layer_that_survives_a_restart() {
    let (server, admin) = repository().await;
    let input = json!({"registryId": ACCOUNT, "repositoryName": REPOSITORY});
    let output = admin.ecr_ok("InitiateLayerUpload", input).await;
    let upload = output["uploadId"].as_str().expect("an id").to_owned();
    assert_eq!(output, json!({"uploadId": upload, "partSize": 10_485_760}));
    let layer = pattern(1, 10 * MIB + 3);
    let mut server = server;
    let mut admin = admin;
    for (first, end) in [(0, 5 * MIB), (5 * MIB, 10 * MIB), (10 * MIB, layer.len())] {
        let output = admin
            .ecr_ok("UploadLayerPart", part(&upload, first, &layer[first..end]))
            .await;
        assert_eq!(
            output,
            json!({"registryId": ACCOUNT, "repositoryName": REPOSITORY, "uploadId": upload, "lastByteReceived": end - 1})
        );
        server = server.restart().await;
        admin = server.administrator();
    }
    complete(&admin, &upload, &layer).await;
    let got = admin
        .get(&format!("/v2/{REPOSITORY}/blobs/{}", digest_of(&layer)))
        .await;
    assert!(got.body == layer, "the layer comes back as it went in");
    let (name, _) = admin
        .ecr_error("CompleteLayerUpload", completion(&upload, &digest_of(&layer)))
        .await;
    assert_eq!(name, "UploadNotFoundException");
}

#[tokio::test]
async fn parts_that_do_not_fit_name_the_last_valid_byte() {
    let (_server, admin) = repository().await;
    let upload = start_upload(&admin).await;
    let refused = async |input: Value, received: u64| {
        let reply = admin.ecr("UploadLayerPart", input).await;
        let mut expected = json!({
            "__type": "InvalidLayerPartException", "registryId": ACCOUNT, "repositoryName": REPOSITORY,
            "uploadId": upload,
            "message": format!("The layer part must start at byte {received}, after the bytes received so far, and be as long as its first and last byte say"),
        });
        if received > 0 {
            expected["lastValidByteReceived"] = (received - 1).into();
        }
        assert_eq!((reply.status.as_u16(), reply.json()), (400, expected));
    };
    refused(part(&upload, 1, b"gap at the start"), 0).await;
    admin
        .ecr_ok("UploadLayerPart", part(&upload, 0, b"0123456789"))
        .await;
    refused(part(&upload, 11, b"gap"), 10).await;
    refused(part(&upload, 9, b"overlap"), 10).await;
    refused(part(&upload, 0, b"0123456789"), 10).await;
    refused(
        part(&upload, usize::try_from(i64::MAX).expect("64 bits") - 8, b"far"),
        10,
    )
    .await;
    for last in [12, 14, 1 << 30] {
        let lie = with(&part(&upload, 10, b"four"), &json!({"partLastByte": last}));
        refused(lie, 10).await;
    }
    let endless = with(&part(&upload, 10, b"four"), &json!({"partLastByte": i64::MAX}));
    let sentence = "The maximum size of a layer is 52000 MiB".to_owned();
    refuse(
        &admin,
        &[("UploadLayerPart", endless, "LimitExceededException", sentence)],
    )
    .await;
    let empty = with(&part(&upload, 10, b"x"), &json!({"layerPartBlob": ""}));
    refused(empty, 10).await;
    // Nothing of what was refused counts.
    admin.ecr_ok("UploadLayerPart", part(&upload, 10, b"ab")).await;
    refuse(
        &admin,
        &[(
            "CompleteLayerUpload",
            completion(&upload, &digest_of(b"0123456789ab")),
            "LayerPartTooSmallException",
            "All layer parts except the last part should be at least 5MB".to_owned(),
        )],
    )
    .await;
}

#[tokio::test]
async fn completion_refusals_leave_the_upload_as_it_was() {
    let (_server, admin) = repository().await;
    let (upload, layer) = (start_upload(&admin).await, b"the layer");
    let (wrong, right) = (digest_of(b"another"), digest_of(layer));
    let table = || Refusals::of("CompleteLayerUpload", completion(&upload, &right));
    let empty = format!("The upload with id '{upload}' holds no layer parts");
    table()
        .row(json!({}), "EmptyUploadException", empty)
        .check(&admin)
        .await;
    admin.ecr_ok("UploadLayerPart", part(&upload, 0, layer)).await;
    let mismatch =
        format!("The layer digest '{wrong}' does not match the digest '{right}' of the uploaded bytes");
    let each = "Member must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z0-9-_+.]+:[a-fA-F0-9]+]";
    let mut table = table().row(
        json!({"layerDigests": [wrong]}),
        "InvalidLayerException",
        mismatch,
    );
    for (digests, why) in [
        (json!([]), min_length(1)),
        (json!(["sha256"]), each.to_owned()),
        (
            json!(["md5:ab"]),
            "Member must be a sha256 or sha512 digest".to_owned(),
        ),
        (json!([right, wrong]), "Member must name one digest".to_owned()),
        (json!(vec!["a:b"; 101]), max_length(100)),
    ] {
        table = table.invalid(json!({"layerDigests": digests}), "layerDigests", &why);
    }
    table.check(&admin).await;
    complete(&admin, &upload, layer).await;
}

#[tokio::test]
async fn a_layer_that_is_there_is_not_taken_twice() {
    let (_server, admin) = repository().await;
    let (layer, digest) = (b"the layer", digest_of(b"the layer"));
    for round in 0..2 {
        let upload = start_upload(&admin).await;
        admin.ecr_ok("UploadLayerPart", part(&upload, 0, layer)).await;
        if round == 0 {
            complete(&admin, &upload, layer).await;
            continue;
        }
        let exists =
            format!("Layer with digest '{digest}' already exists in the repository with name '{REPOSITORY}'");
        Refusals::of("CompleteLayerUpload", completion(&upload, &digest))
            .row(json!({}), "LayerAlreadyExistsException", exists)
            .row(json!({}), "UploadNotFoundException", unknown(&upload, REPOSITORY))
            .check(&admin)
            .await;
    }
}

fn unknown(upload: &str, name: &str) -> String {
    format!(
        "The upload with id '{upload}' does not exist in the repository with name '{name}' in the registry with id '{ACCOUNT}'"
    )
}

#[tokio::test]
async fn uploads_that_are_not() {
    let (_server, admin) = repository().await;
    admin.create_repository("other").await;
    let upload = start_upload(&admin).await;
    let inputs = [
        ("UploadLayerPart", part(&upload, 0, b"abc")),
        ("CompleteLayerUpload", completion(&upload, &digest_of(b""))),
    ];
    for (operation, input) in inputs {
        let nobodys = json!({"uploadId": NOBODYS});
        let elsewhere = json!({"repositoryName": "other"});
        Refusals::of(operation, input)
            .row(nobodys, "UploadNotFoundException", unknown(NOBODYS, REPOSITORY))
            .row(elsewhere, "UploadNotFoundException", unknown(&upload, "other"))
            .no_repository()
            .check(&admin)
            .await;
    }
    Refusals::of("InitiateLayerUpload", json!({}))
        .no_repository()
        .check(&admin)
        .await;
    // The model lets an id be written in capitals.
    let output = admin
        .ecr_ok("UploadLayerPart", part(&upload.to_uppercase(), 0, b"abc"))
        .await;
    assert_eq!(output["uploadId"], upload);
}

#[tokio::test]
async fn parameters_of_a_part() {
    let (_server, admin) = repository().await;
    let upload = start_upload(&admin).await;
    let uuid = "must satisfy regular expression '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}'";
    let negative = "Member must have value greater than or equal to 0";
    let reversed = "Member must not be less than partFirstByte";
    let no_long = "NUMBER_VALUE can not be converted to a Long";
    let malformed = "SerializationException";
    Refusals::of("UploadLayerPart", part(&upload, 0, b"abc"))
        .invalid(json!({"uploadId": "../../etc/passwd"}), "uploadId", uuid)
        .invalid(json!({"uploadId": ""}), "uploadId", uuid)
        .invalid(json!({"uploadId": null}), "uploadId", NOT_NULL)
        .invalid(json!({"partFirstByte": -1}), "partFirstByte", negative)
        .invalid(json!({"partLastByte": -1}), "partLastByte", negative)
        .invalid(
            json!({"partFirstByte": 5, "partLastByte": 2}),
            "partLastByte",
            reversed,
        )
        .invalid(json!({"partFirstByte": null}), "partFirstByte", NOT_NULL)
        .invalid(json!({"layerPartBlob": null}), "layerPartBlob", NOT_NULL)
        .row(
            json!({"layerPartBlob": "not base64!"}),
            malformed,
            "The value is not valid base64",
        )
        .row(json!({"partFirstByte": 1e30}), malformed, no_long)
        .row(
            json!({"partLastByte": 18_446_744_073_709_551_615_u64}),
            malformed,
            no_long,
        )
        .check(&admin)
        .await;
}

#[tokio::test]
async fn the_longest_part_is_20_mib() {
    let (_server, admin) = repository().await;
    let upload = start_upload(&admin).await;
    let whole = pattern(2, 20 * MIB);
    let long = with(
        &part(&upload, 0, &whole),
        &json!({"layerPartBlob": blob(&[&whole[..], b"+"].concat())}),
    );
    let message = invalid(
        "layerPartBlob",
        "Member must have length less than or equal to 20971520",
    );
    refuse(
        &admin,
        &[("UploadLayerPart", long, "InvalidParameterException", message)],
    )
    .await;
    let output = admin.ecr_ok("UploadLayerPart", part(&upload, 0, &whole)).await;
    assert_eq!(output["lastByteReceived"], 20 * MIB - 1);
}

/// A layer has 4,200 parts at most; the last ones of many are tried.
#[tokio::test]
async fn a_layer_has_so_many_parts() {
    let (server, admin) = repository().await;
    let upload = start_upload(&admin).await;
    admin.ecr_ok("UploadLayerPart", part(&upload, 0, b"0")).await;
    let id = names::UploadId::parse(&upload).expect("an id");
    let meta = meta::Meta::open_sqlite(&server.folder().join("meta.sqlite"))
        .await
        .expect("a database");
    let counted: Result<bool, meta::Error> = meta
        .write(move |tx| {
            Box::pin(async move {
                let mut row = tx.upload_get(id).await?.expect("the upload");
                row.parts = 4_198;
                tx.upload_advance(&row, row.offset).await
            })
        })
        .await;
    assert!(counted.expect("it is counted"));
    for first in [1, 2] {
        admin.ecr_ok("UploadLayerPart", part(&upload, first, b"0")).await;
    }
    let sentence = "The maximum number of parts of a layer is 4200".to_owned();
    for _ in 0..2 {
        let one_more = part(&upload, 3, b"0");
        refuse(
            &admin,
            &[(
                "UploadLayerPart",
                one_more,
                "LimitExceededException",
                sentence.clone(),
            )],
        )
        .await;
    }
    let progress = admin
        .get(&format!("/v2/{REPOSITORY}/blobs/uploads/{upload}"))
        .await;
    assert_eq!(progress.header("range"), "0-2", "what was refused does not count");
}
