//! GetAuthorizationToken.

use aws_model::ecr::{AuthorizationData, GetAuthorizationTokenRequest, GetAuthorizationTokenResponse};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header;
use names::RegistryKey;
use registry::{Action, MAX_TOKEN_LIFE};

use super::{Call, Result};

/// One token for each registry that is asked for, else one for the caller's own.
pub(super) async fn get(
    call: &Call<'_>,
    input: GetAuthorizationTokenRequest,
) -> Result<GetAuthorizationTokenResponse> {
    let grant = call
        .authorize(Action::GetAuthorizationToken, &call.caller.registry)
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
        let token = call
            .service()
            .token_issue(&grant, registry, MAX_TOKEN_LIFE)
            .await?;
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
