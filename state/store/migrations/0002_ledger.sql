-- The ledger: one row for each call, written before it is sent.

CREATE TABLE call (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	account_id INTEGER NOT NULL REFERENCES account(id),
	at         INTEGER NOT NULL,
	endpoint   TEXT NOT NULL,
	indicator  TEXT NOT NULL,
	who        TEXT NOT NULL,
	status     INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX call_by_month ON call (account_id, at);

-- What is known about the month from elsewhere. total is a count set by hand,
-- or NULL where Cloudflare said that the quota is spent. upto is the last call
-- of the ledger at that moment: later ones come on top. (By number and not by
-- time, since clocks are set back.)
CREATE TABLE quota_mark (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	account_id INTEGER NOT NULL REFERENCES account(id),
	at         INTEGER NOT NULL,
	who        TEXT NOT NULL,
	total      INTEGER,
	upto       INTEGER NOT NULL
);
CREATE INDEX quota_mark_by_month ON quota_mark (account_id, at);
