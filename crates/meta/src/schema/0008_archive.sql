-- The archive storage class. The remarks at the top of 0001_initial.sql hold here too.

-- Where an image is: 0 is the standard class, 1 is on its way back from the archive, 2 is in the
-- archive. Only 0 can be pulled. `last_archived_at` and `last_activated_at` tell when it last went
-- there and came back. `manifest`, `image_layer` and `tag` repeat `storage`, so that a pull reads
-- one row and a list of one class finds nothing of the others; `image_put_storage` and `tag_put`
-- keep them right.
ALTER TABLE image ADD COLUMN storage INTEGER NOT NULL DEFAULT 0;
ALTER TABLE image ADD COLUMN last_archived_at INTEGER;
ALTER TABLE image ADD COLUMN last_activated_at INTEGER;
ALTER TABLE manifest ADD COLUMN storage INTEGER NOT NULL DEFAULT 0;
ALTER TABLE image_layer ADD COLUMN storage INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tag ADD COLUMN storage INTEGER NOT NULL DEFAULT 0;

DROP INDEX image_by_tagged;
CREATE INDEX image_by_storage ON image (repository_id, storage, tagged, digest);
DROP INDEX image_by_subject;
CREATE INDEX image_by_subject ON image (repository_id, subject, storage, digest) WHERE subject IS NOT NULL;
DROP INDEX image_by_subject_and_type;
CREATE INDEX image_by_subject_and_type ON image (repository_id, subject, storage, artifact_type, digest)
    WHERE subject IS NOT NULL;

-- The first of these is an image of the standard class, where a layer has one.
DROP INDEX image_layer_by_layer;
CREATE INDEX image_layer_by_layer ON image_layer (repository_id, layer_digest, storage, image_digest);

CREATE INDEX tag_by_storage ON tag (repository_id, storage, name);
