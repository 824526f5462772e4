//! STS AssumeRoleWithWebIdentity: a provider's token takes a role. Nobody signs these requests.

use std::time::Duration;

use http::Request;
use meta::{OidcProvider, OwnerKind};
use names::{AccountId, OidcIssuer};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use stdx::Clock as _;
use testkit::Reply;

use crate::audit_trail::global;
use crate::aws_fixture::{ACCOUNT, REPOSITORY};
use crate::aws_sts::{element, error_of};
use crate::sts_fixture::{Scene, allow, document, identity, in_xml};
use crate::sts_issuer::{CLIENT, Issuer, encode, unsigned};

const INVALID: &str = "InvalidIdentityToken";
const NO_JWT: &str =
    "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)";
const REFUSED: &str = "Not authorized to perform sts:AssumeRoleWithWebIdentity";
const HOUR: Duration = Duration::from_secs(3600);

/// A scene with a registered provider and the role `ci`, which the main branch may take.
struct Workshop {
    scene: Scene,
    issuer: Issuer,
    role: String,
}

impl Workshop {
    async fn new() -> Self {
        Self::trusting(|issuer| {
            json!({"StringEquals": {format!("{}:aud", issuer.url): CLIENT},
                   "StringLike": {format!("{}:sub", issuer.url): "repo:shop/*:ref:refs/heads/main"}})
        })
        .await
    }

    async fn trusting(condition: impl FnOnce(&Issuer) -> Value) -> Self {
        let (scene, issuer) = (Scene::new().await, Issuer::start().await);
        register(&scene, &issuer, vec![issuer.thumbprint.clone()]).await;
        let condition = condition(&issuer);
        let role = scene.role(ACCOUNT, "ci", trusts(&issuer, condition)).await;
        scene
            .policy((OwnerKind::Role, ACCOUNT, "ci"), "pull", allow(&["ecr:*"], "*"))
            .await;
        Self { scene, issuer, role }
    }

    fn claims(&self) -> Value {
        self.issuer.claims(self.scene.server.clock.now().as_seconds())
    }

    /// The claims of a good token with some replaced; `null` leaves one out.
    fn token(&self, changes: Value) -> String {
        let mut claims = self.claims();
        for (name, value) in changes.as_object().expect("an object") {
            claims[name] = value.clone();
        }
        claims
            .as_object_mut()
            .expect("an object")
            .retain(|_, value| !value.is_null());
        self.issuer.sign(&claims)
    }

    async fn assume(&self, token: &str, more: &[(&str, &str)]) -> Reply {
        let mut members = vec![
            ("Action", "AssumeRoleWithWebIdentity"),
            ("Version", "2011-06-15"),
            ("RoleArn", self.role.as_str()),
            ("RoleSessionName", "run-1"),
            ("WebIdentityToken", token),
        ];
        members.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
        members.extend(more);
        let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let form: Vec<String> = members
            .iter()
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        let request = Request::post("/")
            .header("host", self.scene.admin.host())
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form.join("&"));
        self.scene.server.send(request.expect("a request")).await
    }

    /// Checks that each token is refused with its code and message.
    async fn refuse(&self, tokens: &[(&str, String, (u16, &str, &str))]) {
        for (case, token, (status, code, message)) in tokens {
            let refused = self.assume(token, &[]).await;
            let expected = (*status, (*code).to_owned(), in_xml(message));
            assert_eq!(error_of(&refused), expected, "{case}");
        }
    }
}

fn trusts(issuer: &Issuer, condition: Value) -> Value {
    document(
        json!({"Effect": "Allow", "Principal": {"Federated": issuer.arn(ACCOUNT)},
                    "Action": "sts:AssumeRoleWithWebIdentity", "Condition": condition}),
    )
}

async fn register(scene: &Scene, issuer: &Issuer, thumbprints: Vec<String>) {
    let provider = OidcProvider {
        account: AccountId::parse(ACCOUNT).expect("an account"),
        issuer: OidcIssuer::parse(&issuer.url).expect("an issuer"),
        created_at: scene.server.clock.now(),
        client_ids: vec![CLIENT.to_owned(), "other-client".to_owned()],
        thumbprints,
    };
    scene
        .write(move |tx| {
            let provider = provider.clone();
            Box::pin(async move { tx.iam_oidc_provider_create(&provider).await.map(drop) })
        })
        .await;
}

#[tokio::test]
async fn a_token_takes_a_role() {
    let it = Workshop::new().await;
    let reply = it
        .assume(&it.token(json!({})), &[("DurationSeconds", "7200")])
        .await;
    let xml = reply.text();
    assert_eq!(reply.status, 200, "{xml}");
    let arn = format!("arn:aws:sts::{ACCOUNT}:assumed-role/ci/run-1");
    assert_eq!(element(xml, "Arn"), arn);
    assert_eq!(
        element(xml, "SubjectFromWebIdentityToken"),
        "repo:shop/api:ref:refs/heads/main"
    );
    assert_eq!(element(xml, "Audience"), CLIENT);
    assert_eq!(element(xml, "Provider"), it.issuer.arn(ACCOUNT));
    let session = it.scene.session(&reply);
    assert_eq!(identity(&session).await, arn);
    session
        .ecr_ok("DescribeImages", json!({"repositoryName": REPOSITORY}))
        .await;
    // The session outlives the token, by as much as it was asked to.
    it.scene.advance(HOUR);
    assert_eq!(identity(&session).await, arn);
    it.scene.advance(HOUR);
    let ended = session.sts("GetCallerIdentity", &[]).await;
    assert_eq!(error_of(&ended).1, "ExpiredToken");
}

#[tokio::test]
async fn tokens_that_are_none() {
    let it = Workshop::new().await;
    let claims = it.claims();
    let none = format!("{}.", unsigned(&json!({"alg": "none"}), &claims));
    let hmac = unsigned(&json!({"alg": "HS256", "kid": "one"}), &claims);
    let other = Issuer::start().await;
    let stolen = other.sign(&claims);
    let good = it.issuer.sign(&claims);
    let (head, signature) = good.rsplit_once('.').expect("three parts");
    let altered = format!(
        "{}.{signature}",
        unsigned(&json!({"alg": "ES256", "kid": "one", "typ": "JWT"}), &{
            let mut claims = claims.clone();
            claims["sub"] = json!("repo:shop/web:ref:refs/heads/main");
            claims
        })
    );
    let header = |more: Value| {
        let mut header = json!({"alg": "ES256", "kid": "one"});
        let more = more.as_object().expect("an object").clone();
        header.as_object_mut().expect("an object").extend(more);
        header
    };
    let of_header = |more: Value| other.sign_with(&header(more), &claims);
    let no_jwt = (400, INVALID, NO_JWT);
    let wrong = (400, INVALID, "The signature of the ID Token provided is invalid");
    it.refuse(&[
        ("no token", "abcd".to_owned(), no_jwt),
        ("two parts", head.to_owned(), no_jwt),
        ("five parts", format!("{good}.a.b"), no_jwt),
        ("alg none", none, no_jwt),
        (
            "alg none in capitals",
            format!("{}.", unsigned(&json!({"alg": "NONE"}), &claims)),
            no_jwt,
        ),
        ("a shared secret", format!("{hmac}.{}", encode(&[0; 32])), no_jwt),
        ("without signature", format!("{head}."), wrong),
        ("another's signature", stolen, wrong),
        ("altered claims", altered, wrong),
        (
            "a key in its header",
            of_header(json!({"jwk": other.jwk()})),
            no_jwt,
        ),
        (
            "a key elsewhere",
            of_header(json!({"jku": format!("{}/keys", other.issuer())})),
            no_jwt,
        ),
        ("a certificate", of_header(json!({"x5c": ["MIIB"]})), no_jwt),
        (
            "an unknown key",
            it.issuer
                .sign_with(&json!({"alg": "ES256", "kid": "two"}), &claims),
            (
                400,
                INVALID,
                "Couldn't retrieve verification key from your identity provider,  please reference \
                 AssumeRoleWithWebIdentity documentation for requirements",
            ),
        ),
    ])
    .await;
}

#[tokio::test]
async fn claims_that_are_refused() {
    let it = Workshop::new().await;
    let now = it.scene.server.clock.now().as_seconds();
    let expired =
        format!("Token expired: current date/time {now} must be before the expiration date/time {now}");
    let missing = |claim: &str| format!("Missing a required claim: {claim}");
    let no_provider = "No OpenIDConnect provider found in your account for https://elsewhere.example";
    let early = (400, INVALID, "The ID Token provided is not valid yet");
    let rejected = (
        403,
        "IDPRejectedClaim",
        "The identity provider reported that authentication failed, or a claim of the token is invalid.",
    );
    let refused = (403, "AccessDenied", REFUSED);
    it.refuse(&[
        (
            "audience",
            it.token(json!({"aud": "else"})),
            (400, INVALID, "Incorrect token audience"),
        ),
        (
            "no audience",
            it.token(json!({"aud": null})),
            (400, INVALID, &missing("aud")),
        ),
        (
            "no subject",
            it.token(json!({"sub": null})),
            (400, INVALID, &missing("sub")),
        ),
        (
            "no end",
            it.token(json!({"exp": null})),
            (400, INVALID, &missing("exp")),
        ),
        (
            "expired",
            it.token(json!({"exp": now})),
            (400, "ExpiredTokenException", &expired),
        ),
        (
            "old",
            it.token(json!({"iat": now - 90_000})),
            (
                400,
                "ExpiredTokenException",
                "Token must be redeemed within 24 hours of issuance",
            ),
        ),
        ("from the future", it.token(json!({"iat": now + 61})), early),
        ("not yet", it.token(json!({"nbf": now + 61})), early),
        ("an end that is none", it.token(json!({"exp": "soon"})), rejected),
        (
            "tags that are none",
            it.token(json!({"https://aws.amazon.com/tags": 1})),
            rejected,
        ),
        (
            "a source that is none",
            it.token(json!({"https://aws.amazon.com/source_identity": "a b"})),
            rejected,
        ),
        (
            "issuer",
            it.token(json!({"iss": "https://elsewhere.example"})),
            (400, INVALID, no_provider),
        ),
        // The signature is right, and the role trusts others.
        (
            "another branch",
            it.token(json!({"sub": "repo:shop/api:ref:refs/heads/x"})),
            refused,
        ),
        (
            "another client",
            it.token(json!({"aud": "other-client"})),
            refused,
        ),
        (
            "an authorised party",
            it.token(json!({"aud": CLIENT, "azp": "other-client"})),
            refused,
        ),
    ])
    .await;
    // A clock that is a minute behind is no reason.
    let ahead = it.token(json!({"iat": now + 60, "nbf": now + 60}));
    assert_eq!(it.assume(&ahead, &[]).await.status, 200);
}

/// What a stranger asks for tells nothing about roles, and no key of an account is needed.
#[tokio::test]
async fn roles_that_do_not_trust() {
    let it = Workshop::new().await;
    let token = it.token(json!({}));
    let other = it
        .scene
        .role(
            ACCOUNT,
            "other",
            document(json!({"Effect": "Allow",
        "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"})),
        )
        .await;
    let missing = other.replace("other", "missing");
    let path = it.role.replace("/team/", "/");
    for role in [&other, &missing, &path] {
        let refused = it.assume(&token, &[("RoleArn", role)]).await;
        assert_eq!(
            error_of(&refused),
            (403, "AccessDenied".to_owned(), REFUSED.to_owned()),
            "{role}"
        );
    }
    let elsewhere = it.role.replace(ACCOUNT, "999988887777");
    let refused = it.assume(&token, &[("RoleArn", &elsewhere)]).await;
    let message = format!(
        "No OpenIDConnect provider found in your account for {}",
        it.issuer.issuer()
    );
    assert_eq!(error_of(&refused), (400, INVALID.to_owned(), message));
    for (member, value, code, message) in [
        (
            "RoleArn",
            "arn:aws:iam::111122223333:user/a",
            "ValidationError",
            "Request ARN is invalid",
        ),
        (
            "ProviderId",
            "www.example.com",
            "ValidationError",
            "Providers of OAuth 2.0 are not supported.",
        ),
        (
            "DurationSeconds",
            "7201",
            "ValidationError",
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        ),
    ] {
        let refused = it.assume(&token, &[(member, value)]).await;
        assert_eq!(error_of(&refused), (400, code.to_owned(), message.to_owned()));
    }
    it.scene.delete_role(ACCOUNT, "ci").await;
    let refused = it.assume(&token, &[]).await;
    assert_eq!(
        error_of(&refused),
        (403, "AccessDenied".to_owned(), REFUSED.to_owned())
    );
}

#[tokio::test]
async fn tags_of_a_token() {
    let it = Workshop::trusting(
        |issuer| json!({"StringEquals": {format!("{}:amr", issuer.url): "unauthenticated"}}),
    )
    .await;
    let token = |amr: &str| {
        it.token(json!({"amr": [amr], "https://aws.amazon.com/tags":
            {"principal_tags": {"team": ["shop"]}, "transitive_tag_keys": ["team"]},
            "https://aws.amazon.com/source_identity": "ann"}))
    };
    let refused = it.assume(&token("unauthenticated"), &[]).await;
    let message = "Not authorized to perform sts:TagSession".to_owned();
    assert_eq!(error_of(&refused), (403, "AccessDenied".to_owned(), message));
    let role = it
        .scene
        .role(
            ACCOUNT,
            "tagged",
            document(json!({"Effect": "Allow",
        "Principal": {"Federated": it.issuer.arn(ACCOUNT)},
        "Action": ["sts:AssumeRoleWithWebIdentity", "sts:TagSession", "sts:SetSourceIdentity"],
        "Condition": {"StringEquals": {"aws:RequestTag/team": "shop", "sts:SourceIdentity": "ann",
                                       "aws:FederatedProvider": it.issuer.arn(ACCOUNT)}}})),
        )
        .await;
    let statement = json!({"Effect": "Allow", "Action": "ecr:DescribeImages", "Resource": "*", "Condition":
        {"StringEquals": {"aws:PrincipalTag/team": "shop", "aws:SourceIdentity": "ann",
                          "aws:FederatedProvider": it.issuer.arn(ACCOUNT)}}});
    it.scene
        .policy((OwnerKind::Role, ACCOUNT, "tagged"), "own", statement)
        .await;
    let reply = it.assume(&token("x"), &[("RoleArn", &role)]).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(element(reply.text(), "SourceIdentity"), "ann");
    let session = it.scene.session(&reply);
    session
        .ecr_ok("DescribeImages", json!({"repositoryName": REPOSITORY}))
        .await;
}

/// What is wrong with a provider's server is told in two sentences, whatever it is.
#[tokio::test]
async fn providers_that_do_not_answer() {
    let it = Workshop::new().await;
    it.issuer.break_down();
    let token = it.token(json!({}));
    let refused = it.assume(&token, &[]).await;
    let message =
        "The identity provider that was asked to verify the incoming identity token could not be reached.";
    assert_eq!(
        error_of(&refused),
        (400, "IDPCommunicationError".to_owned(), message.to_owned())
    );

    let scene = Scene::new().await;
    let issuer = Issuer::start().await;
    register(&scene, &issuer, vec!["0".repeat(40)]).await;
    let role = scene.role(ACCOUNT, "ci", trusts(&issuer, json!({}))).await;
    let it = Workshop { scene, issuer, role };
    let refused = it.assume(&it.token(json!({})), &[]).await;
    let message = in_xml("OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint");
    assert_eq!(error_of(&refused), (400, INVALID.to_owned(), message));
}

#[tokio::test]
async fn a_login_by_a_provider_is_told() {
    let shop = Workshop::new().await;
    let mut trail = global(&shop.scene.server).await;
    let token = shop.token(json!({}));
    let reply = shop.assume(&token, &[]).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    let records = trail.next().await;
    let [record] = &records[..] else {
        panic!("{records:#?}")
    };
    assert_eq!(record["eventName"], "AssumeRoleWithWebIdentity");
    assert_eq!(
        record["requestParameters"],
        json!({"roleArn": shop.role, "roleSessionName": "run-1"})
    );
    let identity = &record["userIdentity"];
    assert_eq!(
        (&identity["type"], &identity["userName"]),
        (&json!("WebIdentityUser"), &shop.claims()["sub"])
    );
}
