-- An investigation that was deleted is kept for a while: everything but a list of
-- what was deleted goes by deleted_at, which is 0 where it was not.

ALTER TABLE investigation ADD COLUMN deleted_at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX investigation_deleted ON investigation (deleted_at) WHERE deleted_at <> 0;
