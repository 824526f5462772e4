//! What kinds of policies there are, and what a request has to pass because of each.

/// What a policy is attached to; it decides the document's grammar and the policy's weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PolicyKind {
    /// Of a user, group or role, inline or managed: grants.
    Identity,
    /// The permissions boundary of a user or role: limits, grants nothing.
    Boundary,
    /// Passed when a session was made: limits, grants nothing.
    Session,
    /// Of an account: limits everybody in it, its root too, and grants nothing.
    ServiceControl,
    /// Of one repository; a statement without `Resource` is about that repository.
    Repository,
    /// Of a registry; each statement says which repositories it is about.
    Registry,
    /// Of a key of KMS: the root of trust. Nobody may do anything with the key that its policy does
    /// not allow, not even its account's root, and policies of identities count only where it lets
    /// the account pass the right on ("Key policies in AWS KMS").
    Key,
    /// Who may assume a role; there is no `Resource`, it is the role.
    RoleTrust,
}

impl PolicyKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Identity,
        Self::Boundary,
        Self::Session,
        Self::ServiceControl,
        Self::Repository,
        Self::Registry,
        Self::Key,
        Self::RoleTrust,
    ];

    /// What a request passes, or fails to pass, by policies of this kind.
    pub const fn gate(self) -> Gate {
        match self {
            Self::Identity => Gate::IdentityBased,
            Self::Boundary => Gate::Boundary,
            Self::Session => Gate::Session,
            Self::ServiceControl => Gate::ServiceControl,
            Self::Repository | Self::Registry | Self::Key => Gate::ResourceBased,
            Self::RoleTrust => Gate::RoleTrust,
        }
    }

    /// Whether statements say whom they are about. Elsewhere it is whom the policy is attached to.
    pub const fn names_principals(self) -> bool {
        matches!(
            self,
            Self::Repository | Self::Registry | Self::Key | Self::RoleTrust
        )
    }

    /// What this kind is called in a message.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Identity => "an identity-based policy",
            Self::Boundary => "a permissions boundary",
            Self::Session => "a session policy",
            Self::ServiceControl => "a service control policy",
            Self::Repository => "a repository policy",
            Self::Registry => "a registry policy",
            Self::Key => "a key policy",
            Self::RoleTrust => "a role trust policy",
        }
    }
}

/// What a request has to pass. The order is that of AWS's evaluation, and so of what a denial
/// names when several gates are closed ("How AWS enforcement code logic evaluates requests").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gate {
    /// Service control policies of the principal's account.
    ServiceControl,
    /// Policies of the repository or its registry, or of the key.
    ResourceBased,
    /// The trust policy of a role to assume.
    RoleTrust,
    /// Policies of the user, its groups, or the role.
    IdentityBased,
    /// The permissions boundary.
    Boundary,
    /// Session policies.
    Session,
}

impl Gate {
    /// Every gate, in its order.
    pub const ALL: [Self; 6] = [
        Self::ServiceControl,
        Self::ResourceBased,
        Self::RoleTrust,
        Self::IdentityBased,
        Self::Boundary,
        Self::Session,
    ];
}

/// What a statement does to the requests that it applies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Lets them through.
    Allow,
    /// Refuses them, whatever else allows them.
    Deny,
}
