-- How many names a call asked about at once; 0 for a call about one indicator.
-- What was called before this was written down counts none.

ALTER TABLE call ADD COLUMN names INTEGER NOT NULL DEFAULT 0;
