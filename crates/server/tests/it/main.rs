//! Every operation through the real HTTP front.

mod aws_fixture;
mod aws_layer;
mod aws_layer_upload;
mod aws_repository;
mod aws_resource_tag;
mod aws_tag_mutability;
mod oci_auth;
mod oci_check;
mod oci_pull;
mod oci_range;
mod oci_registry;
mod push_and_pull;
