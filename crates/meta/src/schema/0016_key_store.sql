-- Keys whose counterpart is in a key service outside the installation.

-- The store that the operator configured, and what the key is called there. NULL in keys that are
-- all here; both are set, or none.
ALTER TABLE kms_key ADD COLUMN store TEXT;
ALTER TABLE kms_key ADD COLUMN store_key TEXT;
