//! Every operation through the real HTTP front.

mod aws_fixture;
mod aws_repository;
mod aws_resource_tag;
mod aws_tag_mutability;
mod push_and_pull;
