//! What else IAM's users sign in with: passwords, devices, certificates, keys for other services.
//! Nobody has any of it in a registry. Clients that delete a user ask for it first.

use aws_model::iam::{
    DeleteLoginProfileRequest, GetLoginProfileRequest, GetLoginProfileResponse, ListMFADevicesRequest,
    ListMFADevicesResponse, ListSSHPublicKeysRequest, ListSSHPublicKeysResponse,
    ListServiceSpecificCredentialsRequest, ListServiceSpecificCredentialsResponse,
    ListSigningCertificatesRequest, ListSigningCertificatesResponse, ListVirtualMFADevicesRequest,
    ListVirtualMFADevicesResponse,
};
use registry::{Action, EntityKind, Error, IdentityFault};

use super::{Call, Result, name, user};
use crate::errors::AwsError;

/// No list here has a second page.
const IS_TRUNCATED: Option<bool> = Some(false);

pub(super) async fn login_profile(
    call: &Call<'_>,
    input: GetLoginProfileRequest,
) -> Result<GetLoginProfileResponse> {
    Err(no_login_profile(call, Action::GetLoginProfile, input.user_name).await)
}

pub(super) async fn delete_login_profile(call: &Call<'_>, input: DeleteLoginProfileRequest) -> Result<()> {
    Err(no_login_profile(call, Action::DeleteLoginProfile, input.user_name).await)
}

async fn no_login_profile(call: &Call<'_>, action: Action, user_name: Option<String>) -> AwsError {
    let called = match check_user(call, action, user_name).await {
        Ok(called) => called,
        Err(error) => return error,
    };
    let fault = IdentityFault::NoSuchEntity;
    let message = format!("Login Profile for User {called} cannot be found.");
    Error::Identity { fault, message }.into()
}

pub(super) async fn mfa_devices(
    call: &Call<'_>,
    input: ListMFADevicesRequest,
) -> Result<ListMFADevicesResponse> {
    check_user(call, Action::ListMFADevices, input.user_name).await?;
    Ok(ListMFADevicesResponse {
        mfa_devices: Vec::new(),
        is_truncated: IS_TRUNCATED,
        marker: None,
    })
}

pub(super) async fn virtual_mfa_devices(
    call: &Call<'_>,
    _: ListVirtualMFADevicesRequest,
) -> Result<ListVirtualMFADevicesResponse> {
    call.authorize(Action::ListVirtualMFADevices, "*").await?;
    Ok(ListVirtualMFADevicesResponse {
        virtual_mfa_devices: Vec::new(),
        is_truncated: IS_TRUNCATED,
        marker: None,
    })
}

pub(super) async fn ssh_public_keys(
    call: &Call<'_>,
    input: ListSSHPublicKeysRequest,
) -> Result<ListSSHPublicKeysResponse> {
    check_user(call, Action::ListSSHPublicKeys, input.user_name).await?;
    Ok(ListSSHPublicKeysResponse {
        ssh_public_keys: Some(Vec::new()),
        is_truncated: IS_TRUNCATED,
        marker: None,
    })
}

pub(super) async fn signing_certificates(
    call: &Call<'_>,
    input: ListSigningCertificatesRequest,
) -> Result<ListSigningCertificatesResponse> {
    check_user(call, Action::ListSigningCertificates, input.user_name).await?;
    Ok(ListSigningCertificatesResponse {
        certificates: Vec::new(),
        is_truncated: IS_TRUNCATED,
        marker: None,
    })
}

pub(super) async fn service_specific_credentials(
    call: &Call<'_>,
    input: ListServiceSpecificCredentialsRequest,
) -> Result<ListServiceSpecificCredentialsResponse> {
    let action = Action::ListServiceSpecificCredentials;
    if input.all_users == Some(true) {
        call.authorize(action, "*").await?;
    } else {
        check_user(call, action, input.user_name).await?;
    }
    Ok(ListServiceSpecificCredentialsResponse {
        service_specific_credentials: Some(Vec::new()),
        marker: None,
        is_truncated: IS_TRUNCATED,
    })
}

/// Refuses users that do not exist. Returns the name; without one it is the caller's.
async fn check_user(call: &Call<'_>, action: Action, user_name: Option<String>) -> Result<String> {
    let called = match user_name {
        Some(text) => Some(name(&text)?),
        None => user::own_name(call)?,
    };
    let Some(name) = called else {
        call.authorize(action, "root").await?;
        return Ok("root".to_owned());
    };
    let grant = call.authorize_entity(action, EntityKind::User, &name).await?;
    call.service().user_check(&grant, name.clone()).await?;
    Ok(name.to_string())
}
