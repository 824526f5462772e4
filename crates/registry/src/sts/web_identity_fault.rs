//! What is told to somebody whose web identity is refused: AWS's sentences. What a provider's
//! server answered, or whether there is one, is for the log only, since anybody may ask.

use web_identity::{FetchFault, Refused, TokenFault};

use crate::{Action, Error, IdentityFault};

/// The role does not trust, or there is none.
pub(super) fn not_authorized(action: Action) -> Error {
    let message = format!("Not authorized to perform {}", action.as_str());
    Error::identity(IdentityFault::AccessDenied, message)
}

/// The account has not registered the provider that the token names.
pub(super) fn no_provider(issuer: &str) -> Error {
    let shown: String = issuer.chars().take(255).collect();
    invalid(format!(
        "No OpenIDConnect provider found in your account for {shown}"
    ))
}

/// A claim that is signed by its provider and still means nothing.
pub(super) fn rejected() -> Error {
    let message =
        "The identity provider reported that authentication failed, or a claim of the token is invalid.";
    Error::identity(IdentityFault::IdentityProviderRejectedClaim, message)
}

/// The token is refused, or there are no keys to verify it with.
pub(super) fn refused(refused: &Refused) -> Error {
    match refused {
        Refused::Token(fault) => token_fault(fault),
        Refused::Keys(FetchFault::Certificate(_)) => {
            invalid("OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint")
        }
        Refused::Keys(_) => Error::identity(
            IdentityFault::IdentityProviderCommunication,
            "The identity provider that was asked to verify the incoming identity token could not be reached.",
        ),
    }
}

/// The token itself is refused.
pub(super) fn token_fault(fault: &TokenFault) -> Error {
    use TokenFault as F;
    match fault {
        F::TooLong | F::Form | F::Encrypted | F::Header(_) | F::Algorithm | F::OtherAlgorithm => invalid(
            "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
        ),
        F::UnknownKey => invalid(
            "Couldn't retrieve verification key from your identity provider,  please reference \
             AssumeRoleWithWebIdentity documentation for requirements",
        ),
        F::Signature => invalid("The signature of the ID Token provided is invalid"),
        F::Missing(claim) => invalid(format!("Missing a required claim: {claim}")),
        F::Issuer => invalid("Incorrect token issuer"),
        F::Audience => invalid("Incorrect token audience"),
        F::Claim(_) => rejected(),
        F::Early(_) => invalid("The ID Token provided is not valid yet"),
        F::Expired { expires, now } => expired(format!(
            "Token expired: current date/time {} must be before the expiration date/time {}",
            now.as_seconds(),
            expires.as_seconds()
        )),
        F::Stale => expired("Token must be redeemed within 24 hours of issuance".to_owned()),
    }
}

fn invalid(message: impl Into<String>) -> Error {
    Error::identity(IdentityFault::InvalidIdentityToken, message)
}

fn expired(message: String) -> Error {
    Error::identity(IdentityFault::ExpiredIdentityToken, message)
}
