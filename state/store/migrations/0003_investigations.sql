-- Investigations: the questions of a case as a tree, and what was judged of the
-- indicators. Rows are merged by changed_at, so that several windows can write.

CREATE TABLE investigation (
	id         INTEGER PRIMARY KEY,
	uid        BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
	account_id INTEGER NOT NULL REFERENCES account(id),
	name       TEXT NOT NULL,
	tlp        TEXT NOT NULL,
	created_at INTEGER NOT NULL,
	changed_at INTEGER NOT NULL,
	here       BLOB -- the node at which the analyst last was, or NULL
);

-- parent is NULL for what was entered, fetched_at 0 where no answer came,
-- row_count -1 where the answer is no list.
CREATE TABLE node (
	investigation_id INTEGER NOT NULL REFERENCES investigation(id),
	uid        BLOB NOT NULL CHECK (length(uid) = 16),
	parent     BLOB,
	question   TEXT NOT NULL,
	endpoint   TEXT NOT NULL,
	name_id    INTEGER NOT NULL REFERENCES name(id),
	asked_at   INTEGER NOT NULL,
	fetched_at INTEGER NOT NULL,
	calls      INTEGER NOT NULL,
	sha256     TEXT NOT NULL,
	row_count  INTEGER NOT NULL,
	pruned     INTEGER NOT NULL,
	who        TEXT NOT NULL,
	changed_at INTEGER NOT NULL,
	PRIMARY KEY (investigation_id, uid)
) WITHOUT ROWID;
CREATE INDEX node_by_name ON node (name_id, pruned);

CREATE TABLE judgement (
	investigation_id INTEGER NOT NULL REFERENCES investigation(id),
	name_id    INTEGER NOT NULL REFERENCES name(id),
	verdict    TEXT NOT NULL,
	comment    TEXT NOT NULL,
	starred    INTEGER NOT NULL,
	who        TEXT NOT NULL,
	changed_at INTEGER NOT NULL,
	PRIMARY KEY (investigation_id, name_id)
) WITHOUT ROWID;
CREATE INDEX judgement_by_name ON judgement (name_id);

-- Comments that were not finished. about is the indicators, parted by spaces.
CREATE TABLE draft (
	investigation_id INTEGER NOT NULL REFERENCES investigation(id),
	about TEXT NOT NULL,
	text  TEXT NOT NULL,
	PRIMARY KEY (investigation_id, about)
) WITHOUT ROWID;
