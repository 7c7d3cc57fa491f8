-- Where an answer came from that this installation has not fetched itself: who
-- made the bundle that it came in, as that says, and when it was imported; 0 for
-- an answer of one's own. What was imported before this was written down counts as
-- one's own.

ALTER TABLE answer ADD COLUMN imported_from TEXT NOT NULL DEFAULT '';
ALTER TABLE answer ADD COLUMN imported_at INTEGER NOT NULL DEFAULT 0;
