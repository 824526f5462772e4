//! IAM: users, groups, roles, policies and what belongs to them, one file per resource.
