//! Tables of requests, named by the endpoints of distribution-spec 1.1.

use names::{Digest, RepositoryName};

use super::*;

const DIGEST: &str = "sha256:6666666666666666666666666666666666666666666666666666666666666666";
const UPLOAD: &str = "0e4b1c1e-6f0a-4b5e-9a5d-6b8f0a2d1c33";

fn name(text: &str) -> RepositoryName {
    RepositoryName::parse(text).unwrap()
}

fn digest() -> Digest {
    Digest::parse(DIGEST).unwrap()
}

/// Puts the digest for `{D}`, the digest with its colon encoded for `{E}` and `{e}`, and the
/// upload for `{U}`.
fn fill(request: &str) -> String {
    let encoded = |colon: &str| DIGEST.replace(':', colon);
    let request = request.replace("{D}", DIGEST).replace("{U}", UPLOAD);
    request
        .replace("{E}", &encoded("%3A"))
        .replace("{e}", &encoded("%3a"))
}

/// Parses `METHOD /path?query`, filled.
fn parse(request: &str) -> Result<Route, RouteError> {
    let request = fill(request);
    let (method, target) = request.split_once(' ').unwrap();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    Route::parse(method, path, query)
}

/// The lines of a table: a first word and what follows it.
fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = table.lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.map(|line| line.split_once(char::is_whitespace).unwrap_or((line, "")))
}

fn code(request: &str) -> Option<ErrorCode> {
    match parse(request) {
        Err(RouteError::Bad { code, .. }) => Some(code),
        _ => None,
    }
}

/// One request of each kind, in the order of [`Route::LABELS`].
const EVERY_KIND: [&str; 16] = [
    "GET /v2/",
    "GET /v2/_catalog",
    "GET /v2/team/app/tags/list",
    "GET /v2/team/app/manifests/1.0",
    "HEAD /v2/team/app/manifests/1.0",
    "PUT /v2/team/app/manifests/1.0",
    "DELETE /v2/team/app/manifests/{D}",
    "GET /v2/team/app/blobs/{D}",
    "HEAD /v2/team/app/blobs/{D}",
    "DELETE /v2/team/app/blobs/{D}",
    "POST /v2/team/app/blobs/uploads/",
    "GET /v2/team/app/blobs/uploads/{U}",
    "PATCH /v2/team/app/blobs/uploads/{U}",
    "PUT /v2/team/app/blobs/uploads/{U}?digest={E}",
    "DELETE /v2/team/app/blobs/uploads/{U}",
    "GET /v2/team/app/referrers/{D}",
];

/// Since a route's own target holds each of its parameters, this shows that all are read.
#[test]
fn every_route_parses_and_renders() {
    for (request, label) in EVERY_KIND.into_iter().zip(Route::LABELS) {
        let route = parse(request).unwrap();
        assert_eq!(route.label(), label, "{request}");
        let rendered = format!("{} {}", route.method(), route.target());
        assert_eq!(rendered, fill(request));
        let expected = request.contains("team/app").then(|| name("team/app"));
        assert_eq!(route.name(), expected.as_ref(), "{request}");
    }
}

const OTHER_SPELLINGS: &str = "
    // end-1
    base GET /v2 = GET /v2/
    base HEAD /v2/ = GET /v2/
    base GET /v2/?n=banana = GET /v2/
    // end-2: clients encode the colon.
    blob_get GET /v2/ab/blobs/{E} = GET /v2/ab/blobs/{D}
    blob_get GET /v2/ab/blobs/{e} = GET /v2/ab/blobs/{D}
    // end-4a without the last slash, or with a parameter of end-11 alone.
    upload_start POST /v2/ab/blobs/uploads = POST /v2/ab/blobs/uploads/
    upload_start POST /v2/ab/blobs/uploads/?from=other = POST /v2/ab/blobs/uploads/
    // end-6: other parameters of the upload's Location stay.
    upload_finish PUT /v2/ab/blobs/uploads/{U}?_x=y&_x=z&digest={D} = PUT /v2/ab/blobs/uploads/{U}?digest={D}
    upload_finish PUT /v2/ab/blobs/uploads/{U}?a=%FF&%FF=b&digest={E} = PUT /v2/ab/blobs/uploads/{U}?digest={D}
    // end-8b, end-12b: empty parameters.
    tag_list GET /v2/ab/tags/list?last=&& = GET /v2/ab/tags/list
    tag_list HEAD /v2/ab/tags/list = GET /v2/ab/tags/list
    referrers GET /v2/ab/referrers/{D}?artifactType=&last= = GET /v2/ab/referrers/{D}
    // end-13
    upload_status HEAD /v2/ab/blobs/uploads/{U} = GET /v2/ab/blobs/uploads/{U}
";

#[test]
fn other_spellings_of_the_same() {
    for (label, row) in rows(OTHER_SPELLINGS) {
        let (request, same_as) = row.split_once(" = ").unwrap();
        let route = parse(request).unwrap();
        assert_eq!(route.label(), label, "{request}");
        assert_eq!(parse(same_as), Ok(route), "{request}");
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
        for (request, label) in EVERY_KIND.into_iter().zip(Route::LABELS).skip(2) {
            let route = parse(&request.replace("team/app", repository)).unwrap();
            assert_eq!(route.label(), label, "{request}");
            assert_eq!(route.name(), Some(&name(repository)), "{request}");
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

const MALFORMED: &str = "
    // Names, whatever the encoding tries to smuggle.
    NAME_INVALID GET /v2/Team/tags/list
    NAME_INVALID GET /v2/a/tags/list
    NAME_INVALID GET /v2/team//app/tags/list
    NAME_INVALID GET /v2/team/../app/manifests/1.0
    NAME_INVALID GET /v2/team%2Fapp/manifests/1.0
    NAME_INVALID GET /v2/team/%2e%2e/app/manifests/1.0
    NAME_INVALID GET /v2/team%00/manifests/1.0
    NAME_INVALID GET /v2/%74eam/manifests/1.0
    NAME_INVALID POST /v2/ab/blobs/uploads/?mount={D}&from=../ab
    NAME_INVALID POST /v2/ab/blobs/uploads/?mount={D}&from=ab&from=cd
    // end-3, end-9: a reference that can be no tag is unknown; end-7: it cannot be made.
    MANIFEST_UNKNOWN GET /v2/ab/manifests/.INVALID_MANIFEST_NAME
    MANIFEST_UNKNOWN HEAD /v2/ab/manifests/a%2Fb
    MANIFEST_UNKNOWN DELETE /v2/ab/manifests/-x
    TAG_INVALID PUT /v2/ab/manifests/.x
    TAG_INVALID PUT /v2/ab/manifests/a%2Fb
    TAG_INVALID PUT /v2/ab/manifests/a%2Eb
    TAG_INVALID PUT /v2/ab/manifests/a%00
    TAG_INVALID PUT /v2/ab/manifests/sha256%253Ashort
    // Digests.
    DIGEST_INVALID GET /v2/ab/manifests/md5:d41d8cd98f00b204e9800998ecf8427e
    DIGEST_INVALID PUT /v2/ab/manifests/sha256:short
    DIGEST_INVALID GET /v2/ab/blobs/latest
    DIGEST_INVALID GET /v2/ab/blobs/sha256:..%2F..%2Fetc
    DIGEST_INVALID DELETE /v2/ab/blobs/{D}%00
    DIGEST_INVALID GET /v2/ab/referrers/latest
    DIGEST_INVALID POST /v2/ab/blobs/uploads/?digest=sha1:00
    DIGEST_INVALID POST /v2/ab/blobs/uploads/?digest=
    DIGEST_INVALID POST /v2/ab/blobs/uploads/?digest={D}&digest={D}
    DIGEST_INVALID POST /v2/ab/blobs/uploads/?mount=latest
    DIGEST_INVALID PUT /v2/ab/blobs/uploads/{U}
    DIGEST_INVALID PUT /v2/ab/blobs/uploads/{U}?digest=%FF
    DIGEST_INVALID PUT /v2/ab/blobs/uploads/{U}?digest={D}&d%69gest={D}
    // Uploads.
    BLOB_UPLOAD_UNKNOWN PATCH /v2/ab/blobs/uploads/1
    BLOB_UPLOAD_UNKNOWN GET /v2/ab/blobs/uploads/..
    // Pages.
    UNSUPPORTED GET /v2/ab/tags/list?n=1&n=1
    UNSUPPORTED GET /v2/ab/tags/list?last=a&last=b
    UNSUPPORTED GET /v2/ab/tags/list?last=%00
    UNSUPPORTED GET /v2/ab/tags/list?last=%C3
    UNSUPPORTED GET /v2/_catalog?last={long}
    UNSUPPORTED GET /v2/ab/referrers/{D}?last=tag
    UNSUPPORTED GET /v2/ab/referrers/{D}?artifactType={long}
    UNSUPPORTED GET /v2/ab/referrers/{D}?artifactType=a%0Ab
    UNSUPPORTED GET /v2/ab/referrers/{D}?artifactType=a{four}&artifactType=f
";

#[test]
fn malformed_parameters() {
    let (long, four) = ("x".repeat(257), "&artifactType=b".repeat(4));
    for (expected, request) in rows(MALFORMED) {
        let request = request.replace("{long}", &long).replace("{four}", &four);
        let code = code(&request).map(ErrorCode::as_str);
        assert_eq!(code, Some(expected), "{request}: {:?}", parse(&request));
    }
    assert!(parse(&format!("GET /v2/ab/referrers/{{D}}?artifactType=a{four}")).is_ok());
}

const NO_PATHS: &str = "
    /v1/ /v22 v2/ //v2/ /v2// /V2/ /v2/ab /v2/ab/ /v2/_catalog/ /v2/_catalog/x /v2/_CATALOG
    /v2/tags/list /v2/ab/tags /v2/ab/tags/ /v2/ab/tags/list/ /v2/ab/tags/other /v2/manifests/latest
    /v2/ab/manifests/ /v2/ab/manifests /v2/ab/manifests/a/b /v2/ab/blobs/ /v2/blobs/uploads/
    /v2/blobs/uploads /v2/ab/uploads/ /v2/ab/blobs/uploads/{U}/ /v2/ab/blobs/uploads// / /v2/token
    /v2/ab/uploads/{U} /v2/ab/referrers/ /v2/ab/Manifests/x /v2/ab/%6danifests/x /v2/ab/_oci/ext
";

#[test]
fn paths_that_are_none() {
    for path in NO_PATHS.split_whitespace().chain([""]) {
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
