-- How the view of a node was set when it was left: cursor, filter, order, marks.
-- What the text says is the views' business.

CREATE TABLE view_state (
	investigation_id INTEGER NOT NULL REFERENCES investigation(id),
	node  BLOB NOT NULL CHECK (length(node) = 16),
	state TEXT NOT NULL,
	PRIMARY KEY (investigation_id, node)
) WITHOUT ROWID;
