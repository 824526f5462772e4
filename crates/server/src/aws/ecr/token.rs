//! GetAuthorizationToken.

use std::time::Duration;

use aws_model::ecr::{AuthorizationData, GetAuthorizationTokenRequest, GetAuthorizationTokenResponse};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header;
use names::RegistryKey;
use registry::{Action, MAX_TOKEN_LIFE, MIN_TOKEN_LIFE, RequestFacts};
use serde::Deserialize;

use super::{Call, Result, invalid};

/// What a request may say beside what ECR's model has.
#[derive(Deserialize)]
struct Addition {
    /// How long the tokens are to live, in seconds.
    #[serde(rename = "durationSeconds")]
    duration_seconds: Option<serde_json::Value>,
}

/// One token for each registry that is asked for, else one for the caller's own. `body` is the
/// input as it came, with our own addition.
pub(super) async fn get(
    call: &Call<'_>,
    input: GetAuthorizationTokenRequest,
    body: &[u8],
) -> Result<GetAuthorizationTokenResponse> {
    let life = life(body)?;
    // Always there, so that a policy can bound what nobody asked for too.
    let facts = RequestFacts::none().with("ecr:TokenDuration", [life.as_secs().to_string()]);
    let grant = call
        .authorize_with(Action::GetAuthorizationToken, &call.caller.registry, &facts)
        .await?;
    let asked = input.registry_ids.unwrap_or_default();
    let amazons_names = !asked.is_empty() && is_go_sdk(call);
    let mut registries = Vec::new();
    for registry_id in &asked {
        registries.push(call.registry(Some(registry_id))?);
    }
    if registries.is_empty() {
        registries.push(call.caller.registry.clone());
    }
    let mut data = Vec::new();
    for registry in registries {
        let proxy_endpoint = if amazons_names {
            amazons_endpoint(&registry)
        } else {
            call.exchange.host.proxy_endpoint(&registry)
        };
        let token = call.service().token_issue(&grant, registry, life).await?;
        data.push(AuthorizationData {
            authorization_token: Some(STANDARD.encode(format!("AWS:{}", token.password))),
            expires_at: Some(token.expires_at),
            proxy_endpoint: Some(proxy_endpoint),
        });
    }
    Ok(GetAuthorizationTokenResponse {
        authorization_data: Some(data),
    })
}

/// The life that a request asks for: `durationSeconds` from 900 to 43,200, or 12 hours without it.
fn life(body: &[u8]) -> Result<Duration> {
    let asked = serde_json::from_slice(body).ok();
    let Some(asked) = asked.and_then(|addition: Addition| addition.duration_seconds) else {
        return Ok(MAX_TOKEN_LIFE);
    };
    let life = asked.as_u64().map(Duration::from_secs);
    let life = life.filter(|life| (MIN_TOKEN_LIFE..=MAX_TOKEN_LIFE).contains(life));
    life.ok_or_else(|| {
        invalid(
            "durationSeconds",
            "Member must be a whole number between 900 and 43200",
        )
    })
}

/// Whether Amazon's credential helper may be asking: a Go program that names the registry and is
/// known by no other sign. It takes no endpoint but one of Amazon's names, wherever it sent its
/// request, and only looks at the account and region in it. Other clients log in to the endpoint
/// that they are given, so they are told one that they reach.
fn is_go_sdk(call: &Call<'_>) -> bool {
    let agent = call.exchange.parts.headers.get(header::USER_AGENT);
    let agent = agent.and_then(|agent| agent.to_str().ok());
    agent.is_some_and(|agent| agent.starts_with("aws-sdk-go"))
}

fn amazons_endpoint(RegistryKey { account, region }: &RegistryKey) -> String {
    format!(
        "https://{account}.dkr.ecr.{region}.{}",
        region.partition().dns_suffix
    )
}
