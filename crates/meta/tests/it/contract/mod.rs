//! What both engines promise. Each function gets an empty database.

mod account;
mod blob;
mod image;
mod listing;
mod repository;
mod tag;
mod transaction;
mod upload;

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
    account::accounts_are_created_once_and_listed;
    account::access_keys_belong_to_an_account;
    account::settings_are_written_once;
    blob::blobs_keep_their_first_copy;
    blob::layers_are_links_of_a_repository;
    blob::missing_layers_are_found_among_many;
    image::images_are_stored_once;
    image::every_field_of_an_image_comes_back;
    image::manifests_are_found_by_digest_and_tag;
    image::deleting_an_image_takes_what_belongs_to_it;
    image::indexes_are_parents;
    image::missing_images_are_found_among_many;
    listing::images_in_pages;
    listing::images_by_tag_status;
    listing::referrers_in_pages;
    listing::tags_in_byte_order;
    listing::repositories_of_one_registry;
    repository::repositories_are_created_once;
    repository::every_field_of_a_repository_comes_back;
    repository::deleting_a_repository_takes_everything;
    repository::resource_tags_replace_by_key;
    tag::tags_move_and_are_counted;
    tag::tags_of_several_images;
    tag::a_tag_needs_an_image;
    transaction::an_error_undoes_its_own_transaction;
    transaction::a_failed_statement_cannot_be_overlooked;
    transaction::a_read_cannot_write;
    transaction::concurrent_writes_are_serial;
    transaction::a_read_is_one_snapshot;
    transaction::a_closed_database_is_unavailable;
    upload::uploads_advance_from_where_they_stand;
    upload::stale_uploads_are_listed_oldest_first;
}
