//! What both engines promise. Each function gets an empty database.

mod access_key;
mod account;
mod archive;
mod authorization_token;
mod backup;
mod blob;
mod collection;
mod event;
mod facts;
mod group;
mod identity_tag;
mod image;
mod image_pull;
mod job;
pub mod kms;
mod lifecycle;
mod listing;
mod policy;
mod protection;
mod registry_settings;
mod repository;
mod resource_policy;
mod role;
mod scrub;
mod tag;
mod transaction;
mod undelete;
mod upload;
mod usage;
mod user;

/// Makes a test of each function for each engine.
macro_rules! contract {
    ($($resource:ident :: $name:ident;)*) => {
        mod on_sqlite {
            $(#[tokio::test]
            async fn $name() {
                let database = crate::sqlite::Database::new().await;
                super::$resource::$name(&database.meta).await;
            })*
        }

        mod on_postgres {
            $(#[tokio::test]
            #[ignore = "needs a PostgreSQL server: scripts/e2e runs it"]
            async fn $name() {
                let database = crate::postgres::Database::new().await;
                super::$resource::$name(&database.meta).await;
                database.drop().await;
            })*
        }
    };
}

contract! {
    access_key::an_access_key_needs_its_owner;
    access_key::access_keys_belong_to_a_user_or_to_root;
    access_key::secrets_of_access_keys_change_their_form;
    access_key::access_keys_are_switched_off_and_deleted;
    access_key::the_use_of_access_keys_is_noted_once_a_minute;
    account::accounts_are_created_once_and_listed;
    account::service_control_policies_are_set_and_taken_away;
    account::an_alias_belongs_to_one_account;
    account::settings_are_written_once;
    account::account_settings_are_of_a_registry;
    account::deleting_an_account_takes_everything;
    archive::an_archived_image_keeps_its_place_and_leaves_the_lists;
    archive::a_tag_is_where_its_image_is;
    archive::layers_of_archived_images_alone;
    archive::images_of_each_status_in_pages;
    archive::referrers_of_each_status_in_pages;
    archive::archived_indexes_hold_no_child;
    authorization_token::tokens_are_listed_longest_life_first;
    authorization_token::tokens_are_revoked_until_they_end;
    authorization_token::ended_tokens_are_deleted_oldest_first;
    backup::a_backup_has_the_blobs_of_all_domains;
    backup::positions_go_on_far_behind_after_a_restore;
    blob::blobs_keep_their_first_copy;
    blob::equal_bytes_of_two_domains_are_two_blobs;
    blob::damaged_blobs_are_missing_until_they_are_pushed_again;
    blob::layers_are_links_of_a_repository;
    blob::missing_layers_are_found_among_many;
    collection::layers_without_an_image_are_unneeded_after_a_while;
    collection::many_are_unlinked_and_doomed_at_once;
    collection::deleting_an_image_touches_its_layers;
    collection::blobs_without_a_layer_are_doomed;
    collection::one_epoch_follows_another;
    collection::holds_end_or_are_given_up;
    facts::the_facts_of_a_user_are_all_that_counts;
    facts::the_facts_of_a_role_are_all_that_counts;
    facts::a_missing_policy_is_no_fact;
    group::groups_are_created_once_whatever_the_case;
    group::members_are_listed_from_both_sides;
    group::a_renamed_group_keeps_everything;
    group::a_group_with_members_stays;
    identity_tag::keys_of_tags_differ_by_more_than_case;
    identity_tag::tags_of_one_name_are_apart_by_kind;
    identity_tag::every_field_of_a_provider_comes_back;
    image::images_are_stored_once;
    image::every_field_of_an_image_comes_back;
    image::manifests_are_found_by_digest_and_tag;
    image::deleting_an_image_takes_what_belongs_to_it;
    image::indexes_are_parents;
    image::missing_images_are_found_among_many;
    image_pull::pulls_add_up_and_never_go_back;
    image_pull::pulls_belong_to_an_image_that_exists;
    image_pull::a_registry_excludes_principals;
    job::jobs_are_claimed_the_longest_due_first;
    job::a_lease_runs_out;
    job::a_lease_by_a_clock_that_stood_ahead_is_none;
    job::a_failed_job_is_done_again_until_it_is_dead;
    job::a_job_that_is_put_again_takes_the_lease_away;
    job::a_job_is_claimed_by_one;
    kms::every_field_of_a_key_comes_back;
    kms::deleting_a_key_takes_what_belongs_to_it;
    kms::grants_are_found_by_grantee_and_repository;
    lifecycle::a_repository_has_one_lifecycle_policy;
    lifecycle::due_policies_are_listed_the_longest_due_first;
    lifecycle::a_repository_has_one_lifecycle_preview;
    lifecycle::images_of_a_preview_in_pages;
    lifecycle::the_facts_of_a_lifecycle_in_pages;
    event::events_are_read_in_the_order_of_their_positions;
    event::old_events_are_deleted;
    event::nothing_is_numbered_behind_a_reader;
    lifecycle::the_audit_trail_is_listed_oldest_first;
    lifecycle::the_newest_time_never_goes_back;
    listing::images_in_pages;
    listing::images_by_tag_status;
    listing::referrers_in_pages;
    listing::tags_in_byte_order;
    listing::repositories_of_one_registry;
    policy::managed_policies_are_created_once;
    policy::versions_have_numbers_that_never_come_again;
    policy::a_deleted_policy_leaves_nothing;
    policy::attachments_are_listed_from_both_sides;
    policy::boundaries_are_listed_by_policy;
    policy::inline_policies_replace_by_name;
    protection::an_image_has_one_hold;
    protection::holds_are_listed_until_they_end;
    protection::a_repository_is_protected_or_not;
    protection::layers_are_listed_by_image;
    registry_settings::a_registry_has_one_scanning_configuration;
    registry_settings::scanning_on_push_is_switched;
    registry_settings::a_prefix_has_one_template;
    registry_settings::every_field_of_a_template_comes_back;
    repository::repositories_are_created_once;
    repository::every_field_of_a_repository_comes_back;
    repository::a_repository_takes_everything_to_its_new_name;
    repository::deleting_a_repository_takes_everything;
    repository::resource_tags_replace_by_key;
    resource_policy::a_repository_has_one_policy;
    resource_policy::a_registry_has_one_policy;
    resource_policy::generations_grow_by_one;
    role::every_field_of_a_role_comes_back;
    role::roles_are_changed_in_place;
    role::the_use_of_roles_is_noted_once_a_minute;
    role::instance_profiles_hold_a_role;
    role::a_deleted_instance_profile_leaves_nothing;
    role::a_deleted_role_leaves_nothing;
    scrub::every_blob_is_listed_damaged_ones_too;
    scrub::records_fit_their_checksums;
    scrub::the_scrub_is_leased_by_one_at_a_time;
    scrub::what_images_need_is_seen_with_what_became_of_it;
    tag::tags_move_and_are_counted;
    tag::tags_of_several_images;
    tag::a_tag_needs_an_image;
    transaction::an_error_undoes_its_own_transaction;
    transaction::a_failed_statement_cannot_be_overlooked;
    transaction::a_read_cannot_write;
    transaction::concurrent_writes_are_serial;
    transaction::a_read_is_one_snapshot;
    transaction::a_closed_database_is_unavailable;
    undelete::a_deleted_image_keeps_what_restores_it;
    undelete::deletions_are_listed_newest_first_and_purged_oldest_first;
    undelete::what_a_tag_named_is_noted_when_it_ends;
    undelete::a_deleted_repository_is_hidden_and_comes_back_whole;
    undelete::a_deleted_repository_is_purged_in_batches;
    undelete::an_account_goes_with_its_deleted_repositories;
    upload::uploads_advance_from_where_they_stand;
    upload::stale_uploads_are_listed_oldest_first;
    usage::repositories_of_a_registry_are_counted;
    usage::counts_of_images_do_not_drift;
    user::users_are_created_once_whatever_the_case;
    user::users_are_counted;
    user::users_in_pages;
    user::a_renamed_user_keeps_everything;
    user::a_deleted_user_leaves_nothing;
}
