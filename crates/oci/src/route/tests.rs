//! Tables of requests, named by the endpoints of distribution-spec 1.1.

use names::{Digest, Reference, RepositoryName, Tag, UploadId};

use super::*;

const DIGEST: &str = "sha256:6666666666666666666666666666666666666666666666666666666666666666";
const UPLOAD: &str = "0e4b1c1e-6f0a-4b5e-9a5d-6b8f0a2d1c33";

fn name(text: &str) -> RepositoryName {
    RepositoryName::parse(text).unwrap()
}

fn digest() -> Digest {
    Digest::parse(DIGEST).unwrap()
}

fn upload() -> UploadId {
    UploadId::parse(UPLOAD).unwrap()
}

fn tag(text: &str) -> Reference {
    Reference::Tag(Tag::parse(text).unwrap())
}

/// Parses `METHOD /path?query`, in which `D` and `U` stand for the digest and the upload.
fn parse(request: &str) -> Result<Route, RouteError> {
    let request = request.replace("{D}", DIGEST).replace("{U}", UPLOAD);
    let (method, target) = request.split_once(' ').unwrap();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    Route::parse(method, path, query)
}

fn code(request: &str) -> Option<ErrorCode> {
    match parse(request) {
        Err(RouteError::Bad { code, .. }) => Some(code),
        _ => None,
    }
}

/// One route of each kind, with the request that asks for it.
fn every_kind() -> Vec<(&'static str, Route)> {
    let (name, digest, upload, reference) = (name("team/app"), digest(), upload(), tag("1.0"));
    let path = || (name.clone(), reference.clone());
    let ((name1, tag1), (name2, tag2), (name3, tag3), (name4, tag4)) = (path(), path(), path(), path());
    let name = || name.clone();
    vec![
        ("GET /v2/", Route::Base),
        ("GET /v2/_catalog", Route::Catalog(ListQuery::default())),
        (
            "GET /v2/team/app/tags/list",
            Route::TagList {
                name: name(),
                query: ListQuery::default(),
            },
        ),
        (
            "GET /v2/team/app/manifests/1.0",
            Route::ManifestGet {
                name: name1,
                reference: tag1,
            },
        ),
        (
            "HEAD /v2/team/app/manifests/1.0",
            Route::ManifestHead {
                name: name2,
                reference: tag2,
            },
        ),
        (
            "PUT /v2/team/app/manifests/1.0",
            Route::ManifestPut {
                name: name3,
                reference: tag3,
            },
        ),
        (
            "DELETE /v2/team/app/manifests/1.0",
            Route::ManifestDelete {
                name: name4,
                reference: tag4,
            },
        ),
        (
            "GET /v2/team/app/blobs/{D}",
            Route::BlobGet { name: name(), digest },
        ),
        (
            "HEAD /v2/team/app/blobs/{D}",
            Route::BlobHead { name: name(), digest },
        ),
        (
            "DELETE /v2/team/app/blobs/{D}",
            Route::BlobDelete { name: name(), digest },
        ),
        (
            "POST /v2/team/app/blobs/uploads/",
            Route::UploadStart {
                name: name(),
                mode: UploadMode::Session,
            },
        ),
        (
            "GET /v2/team/app/blobs/uploads/{U}",
            Route::UploadStatus { name: name(), upload },
        ),
        (
            "PATCH /v2/team/app/blobs/uploads/{U}",
            Route::UploadAppend { name: name(), upload },
        ),
        (
            "PUT /v2/team/app/blobs/uploads/{U}?digest={D}",
            Route::UploadFinish {
                name: name(),
                upload,
                digest,
            },
        ),
        (
            "DELETE /v2/team/app/blobs/uploads/{U}",
            Route::UploadCancel { name: name(), upload },
        ),
        (
            "GET /v2/team/app/referrers/{D}",
            Route::Referrers {
                name: name(),
                digest,
                artifact_types: Vec::new(),
                last: None,
                n: None,
            },
        ),
    ]
}

#[test]
fn every_route_parses_and_renders() {
    let mut labels = Vec::new();
    for (request, route) in every_kind() {
        assert_eq!(parse(request).as_ref(), Ok(&route), "{request}");
        let query = matches!(route, Route::UploadFinish { .. });
        let rendered = format!("{} {}", route.method(), route.target());
        let expected = request.replace("{D}", DIGEST).replace("{U}", UPLOAD);
        let expected = if query {
            expected.replace("=sha256:", "=sha256%3A")
        } else {
            expected
        };
        assert_eq!(rendered, expected);
        assert_eq!(route.name().is_some(), request.contains("team/app"), "{request}");
        labels.push(route.label());
    }
    assert_eq!(labels, Route::LABELS);
}

#[test]
fn other_spellings_of_the_same() {
    for (request, same_as) in [
        // end-1
        ("GET /v2", "GET /v2/"),
        ("HEAD /v2/", "GET /v2/"),
        ("GET /v2/?n=banana", "GET /v2/"),
        // end-2: clients encode the colon.
        ("GET /v2/team/app/blobs/{E}", "GET /v2/team/app/blobs/{D}"),
        ("GET /v2/team/app/blobs/{e}", "GET /v2/team/app/blobs/{D}"),
        // end-4a without the last slash.
        (
            "POST /v2/team/app/blobs/uploads",
            "POST /v2/team/app/blobs/uploads/",
        ),
        (
            "POST /v2/team/app/blobs/uploads/?from=other",
            "POST /v2/team/app/blobs/uploads/",
        ),
        // end-6: other parameters of the upload's Location stay.
        (
            "PUT /v2/team/app/blobs/uploads/{U}?_state=x&_state=y&digest={D}",
            "PUT /v2/team/app/blobs/uploads/{U}?digest={D}",
        ),
        (
            "PUT /v2/team/app/blobs/uploads/{U}?a=%FF&%FF=b&digest={E}",
            "PUT /v2/team/app/blobs/uploads/{U}?digest={D}",
        ),
        // end-8b, end-12b: empty parameters.
        ("GET /v2/team/app/tags/list?last=&&", "GET /v2/team/app/tags/list"),
        ("HEAD /v2/team/app/tags/list", "GET /v2/team/app/tags/list"),
        (
            "GET /v2/team/app/referrers/{D}?artifactType=&last=",
            "GET /v2/team/app/referrers/{D}",
        ),
        // end-13
        (
            "HEAD /v2/team/app/blobs/uploads/{U}",
            "GET /v2/team/app/blobs/uploads/{U}",
        ),
    ] {
        let encoded = request.replace("{E}", &DIGEST.replace(':', "%3A"));
        let encoded = encoded.replace("{e}", &DIGEST.replace(':', "%3a"));
        let expected = parse(same_as);
        assert!(expected.is_ok(), "{same_as}");
        assert_eq!(parse(&encoded), expected, "{request}");
    }
}

#[test]
fn names_may_hold_the_words_of_the_api() {
    for repository in [
        "team/manifests/app",
        "tags/list",
        "ab/tags",
        "ab/blobs",
        "blobs/uploads",
        "ab/blobs/uploads",
        "ab/referrers",
        "v2/v2",
        "manifests/manifests",
        "uploads",
        "list",
    ] {
        for (_, route) in every_kind() {
            let target = route.target().replace("team/app", repository);
            let (path, query) = target.split_once('?').unwrap_or((&target, ""));
            let found = Route::parse(route.method(), path, query).unwrap();
            assert_eq!(found.label(), route.label(), "{target}");
            let expected = route.name().map(|_| name(repository));
            assert_eq!(found.name(), expected.as_ref(), "{target}");
        }
    }
}

/// end-4b and end-11.
#[test]
fn uploads_start_in_three_ways() {
    let mount = |from| UploadMode::Mount {
        digest: digest(),
        from,
    };
    for (query, expected) in [
        ("", UploadMode::Session),
        ("digest={D}", UploadMode::Monolithic { digest: digest() }),
        ("mount={D}&from=shop%2Fapi", mount(Some(name("shop/api")))),
        ("mount={D}&from=shop/api", mount(Some(name("shop/api")))),
        ("from=shop/api&mount={D}", mount(Some(name("shop/api")))),
        ("mount={D}", mount(None)),
        ("mount={D}&from=", mount(None)),
        (
            "mount={D}&from=shop/api&digest={D}",
            mount(Some(name("shop/api"))),
        ),
    ] {
        let expected = Ok(Route::UploadStart {
            name: name("ab"),
            mode: expected,
        });
        assert_eq!(
            parse(&format!("POST /v2/ab/blobs/uploads/?{query}")),
            expected,
            "{query}"
        );
    }
}

/// end-8b, end-12b.
#[test]
fn pages() {
    let Ok(Route::TagList { query, .. }) = parse("GET /v2/ab/tags/list?n=1000&last=v1%2Bx") else {
        panic!("a page of tags")
    };
    assert_eq!(query.n, Some(PageSize::MAX));
    assert_eq!(query.last.as_deref(), Some("v1+x"));
    let Ok(Route::Catalog(query)) = parse("GET /v2/_catalog?last=team/app&n=0") else {
        panic!("a page of the catalog")
    };
    assert_eq!(
        (query.n.map(PageSize::get), query.last.as_deref()),
        (Some(0), Some("team/app"))
    );
    let request = "GET /v2/ab/referrers/{D}?n=007&last={D}&artifactType=a/b+c&artifactType=d%2Fe%2Bf";
    let Ok(Route::Referrers {
        artifact_types,
        last,
        n,
        ..
    }) = parse(request)
    else {
        panic!("a page of referrers")
    };
    assert_eq!(artifact_types, ["a/b+c", "d/e+f"]);
    assert_eq!((last, n.map(PageSize::get)), (Some(digest()), Some(7)));
}

#[test]
fn page_sizes_are_refused_in_the_words_of_ecr() {
    let too_great = "Invalid parameter at 'maxResults' failed to satisfy constraint: 'Member must have value less than or equal to 1000'";
    let negative = too_great.replace("less than or equal to 1000", "greater than or equal to 0");
    let no_number = too_great.replace("have value less than or equal to 1000", "be a number");
    for (n, expected) in [
        ("1001", too_great),
        ("2147483647", too_great),
        ("99999999999999999999999999", too_great),
        ("-1", &negative),
        ("-99999999999999999999999999", &negative),
        ("", &no_number),
        ("+1", &no_number),
        ("1.0", &no_number),
        ("0x10", &no_number),
        ("ten", &no_number),
        ("1%00", &no_number),
        ("-", &no_number),
    ] {
        for list in ["_catalog", "ab/tags/list", "ab/referrers/{D}"] {
            let message = expected.to_owned();
            let expected = RouteError::Bad {
                code: ErrorCode::Unsupported,
                message,
            };
            assert_eq!(
                parse(&format!("GET /v2/{list}?n={n}")),
                Err(expected),
                "{list} {n}"
            );
        }
    }
}

#[test]
fn malformed_parameters() {
    let long = "x".repeat(257);
    for (request, expected) in [
        // Names: NAME_INVALID whatever the encoding tries to smuggle.
        ("GET /v2/Team/tags/list", ErrorCode::NameInvalid),
        ("GET /v2/a/tags/list", ErrorCode::NameInvalid),
        ("GET /v2/team//app/tags/list", ErrorCode::NameInvalid),
        ("GET /v2/team/../app/manifests/1.0", ErrorCode::NameInvalid),
        ("GET /v2/team%2Fapp/manifests/1.0", ErrorCode::NameInvalid),
        ("GET /v2/team/%2e%2e/app/manifests/1.0", ErrorCode::NameInvalid),
        ("GET /v2/team%00/manifests/1.0", ErrorCode::NameInvalid),
        ("GET /v2/%74eam/manifests/1.0", ErrorCode::NameInvalid),
        (
            "POST /v2/ab/blobs/uploads/?mount={D}&from=../ab",
            ErrorCode::NameInvalid,
        ),
        (
            "POST /v2/ab/blobs/uploads/?mount={D}&from=ab&from=cd",
            ErrorCode::NameInvalid,
        ),
        // end-3, end-9: a reference that can be no tag is unknown; end-7: it cannot be made.
        (
            "GET /v2/ab/manifests/.INVALID_MANIFEST_NAME",
            ErrorCode::ManifestUnknown,
        ),
        ("HEAD /v2/ab/manifests/a%2Fb", ErrorCode::ManifestUnknown),
        ("DELETE /v2/ab/manifests/-x", ErrorCode::ManifestUnknown),
        ("PUT /v2/ab/manifests/.x", ErrorCode::TagInvalid),
        ("PUT /v2/ab/manifests/a%2Fb", ErrorCode::TagInvalid),
        ("PUT /v2/ab/manifests/a%2Eb", ErrorCode::TagInvalid),
        ("PUT /v2/ab/manifests/a%00", ErrorCode::TagInvalid),
        // Digests.
        (
            "GET /v2/ab/manifests/md5:d41d8cd98f00b204e9800998ecf8427e",
            ErrorCode::DigestInvalid,
        ),
        ("PUT /v2/ab/manifests/sha256:short", ErrorCode::DigestInvalid),
        ("PUT /v2/ab/manifests/sha256%253Ashort", ErrorCode::TagInvalid),
        ("GET /v2/ab/blobs/latest", ErrorCode::DigestInvalid),
        ("GET /v2/ab/blobs/sha256:..%2F..%2Fetc", ErrorCode::DigestInvalid),
        ("DELETE /v2/ab/blobs/{D}%00", ErrorCode::DigestInvalid),
        ("GET /v2/ab/referrers/latest", ErrorCode::DigestInvalid),
        (
            "POST /v2/ab/blobs/uploads/?digest=sha1:00",
            ErrorCode::DigestInvalid,
        ),
        ("POST /v2/ab/blobs/uploads/?digest=", ErrorCode::DigestInvalid),
        (
            "POST /v2/ab/blobs/uploads/?digest={D}&digest={D}",
            ErrorCode::DigestInvalid,
        ),
        (
            "POST /v2/ab/blobs/uploads/?mount=latest",
            ErrorCode::DigestInvalid,
        ),
        ("PUT /v2/ab/blobs/uploads/{U}", ErrorCode::DigestInvalid),
        (
            "PUT /v2/ab/blobs/uploads/{U}?digest=%FF",
            ErrorCode::DigestInvalid,
        ),
        (
            "PUT /v2/ab/blobs/uploads/{U}?digest={D}&d%69gest={D}",
            ErrorCode::DigestInvalid,
        ),
        // Uploads.
        ("PATCH /v2/ab/blobs/uploads/1", ErrorCode::BlobUploadUnknown),
        ("GET /v2/ab/blobs/uploads/..", ErrorCode::BlobUploadUnknown),
        // Pages.
        ("GET /v2/ab/tags/list?n=1&n=1", ErrorCode::Unsupported),
        ("GET /v2/ab/tags/list?last=a&last=b", ErrorCode::Unsupported),
        ("GET /v2/ab/tags/list?last=%00", ErrorCode::Unsupported),
        ("GET /v2/ab/tags/list?last=%C3", ErrorCode::Unsupported),
        ("GET /v2/_catalog?last={long}", ErrorCode::Unsupported),
        ("GET /v2/ab/referrers/{D}?last=tag", ErrorCode::Unsupported),
        (
            "GET /v2/ab/referrers/{D}?artifactType={long}",
            ErrorCode::Unsupported,
        ),
        (
            "GET /v2/ab/referrers/{D}?artifactType=a%0Ab",
            ErrorCode::Unsupported,
        ),
        (
            "GET /v2/ab/referrers/{D}?artifactType=a&artifactType=b&artifactType=c&artifactType=d\
             &artifactType=e&artifactType=f",
            ErrorCode::Unsupported,
        ),
    ] {
        let request = request.replace("{long}", &long);
        assert_eq!(code(&request), Some(expected), "{request}: {:?}", parse(&request));
    }
}

#[test]
fn paths_that_are_none() {
    for path in [
        "",
        "/",
        "/v1/",
        "/v22",
        "v2/",
        "//v2/",
        "/v2//",
        "/V2/",
        "/v2/ab",
        "/v2/ab/",
        "/v2/_catalog/",
        "/v2/_catalog/x",
        "/v2/_CATALOG",
        "/v2/tags/list",
        "/v2/ab/tags",
        "/v2/ab/tags/",
        "/v2/ab/tags/list/",
        "/v2/ab/tags/other",
        "/v2/manifests/latest",
        "/v2/ab/manifests/",
        "/v2/ab/manifests",
        "/v2/ab/manifests/a/b",
        "/v2/ab/blobs/",
        "/v2/blobs/uploads/",
        "/v2/blobs/uploads",
        "/v2/ab/uploads/",
        "/v2/ab/blobs/uploads/{U}/",
        "/v2/ab/blobs/uploads//",
        "/v2/ab/uploads/{U}",
        "/v2/ab/referrers/",
        "/v2/ab/Manifests/x",
        "/v2/ab/%6danifests/x",
        "/v2/token",
        "/v2/ab/_oci/ext",
    ] {
        assert_eq!(parse(&format!("GET {path}")), Err(RouteError::NotFound), "{path}");
    }
}

#[test]
fn methods() {
    for (request, expected) in [
        ("POST /v2/", "GET, HEAD"),
        ("DELETE /v2/_catalog", "GET, HEAD"),
        ("OPTIONS /v2/ab/tags/list", "GET, HEAD"),
        ("PATCH /v2/ab/manifests/x", "GET, HEAD, PUT, DELETE"),
        ("get /v2/ab/manifests/x", "GET, HEAD, PUT, DELETE"),
        ("GET, /v2/ab/manifests/x", "GET, HEAD, PUT, DELETE"),
        ("PUT /v2/ab/blobs/{D}", "GET, HEAD, DELETE"),
        ("GET /v2/ab/blobs/uploads/", "POST"),
        ("POST /v2/ab/blobs/uploads/{U}", "GET, HEAD, PATCH, PUT, DELETE"),
        ("POST /v2/ab/referrers/{D}", "GET, HEAD"),
        // The method comes before the parameters.
        ("POST /v2/AB/tags/list?n=-1", "GET, HEAD"),
    ] {
        let expected = RouteError::MethodNotAllowed { allow: expected };
        assert_eq!(parse(request), Err(expected), "{request}");
    }
}
