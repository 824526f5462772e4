//! What a request to a key says, for condition keys and for the constraints of grants.

use names::AccountId;

use super::ciphertext::EncryptionContext;
use crate::RequestFacts;

/// What is known of a request to a key beside who sends it.
#[derive(Debug, Clone, Default)]
pub struct KeyFacts {
    /// The encryption context, where the operation has one.
    pub context: EncryptionContext,
    /// The service that asks for the caller, such as `ecr.eu-west-1.amazonaws.com`.
    pub via: Option<String>,
    /// Further condition keys, named by the operation.
    pub more: RequestFacts,
}

impl KeyFacts {
    /// Nothing.
    pub fn none() -> Self {
        Self::default()
    }

    /// Those of an operation with an encryption context.
    pub fn with_context(context: &EncryptionContext) -> Self {
        let facts = Self {
            context: context.clone(),
            ..Self::default()
        };
        facts.with("kms:EncryptionAlgorithm", ["SYMMETRIC_DEFAULT".to_owned()])
    }

    /// Adds a condition key.
    #[must_use]
    pub fn with(mut self, key: &str, values: impl IntoIterator<Item = String>) -> Self {
        self.more = self.more.with(key, values);
        self
    }

    /// All of it as condition keys of a caller's request.
    pub fn request(&self, account: AccountId) -> RequestFacts {
        let mut request = self.more.clone();
        request = request.with("kms:CallerAccount", [account.to_string()]);
        for (key, value) in &self.context {
            let key = format!("kms:EncryptionContext:{key}");
            request = request.with(&key, [value.clone()]);
        }
        if !self.context.is_empty() {
            let keys = self.context.keys().cloned();
            request = request.with("kms:EncryptionContextKeys", keys);
        }
        match &self.via {
            Some(service) => request.with("kms:ViaService", [service.clone()]),
            None => request,
        }
    }
}
