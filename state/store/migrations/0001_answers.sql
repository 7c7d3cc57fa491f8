-- The answers: who asked what, what came back, and which names stood in it.
-- Times are nanoseconds since 1970-01-01 UTC.

CREATE TABLE account (
	id   INTEGER PRIMARY KEY,
	text TEXT NOT NULL UNIQUE
);

-- Every name that was asked about or stood in an answer: addresses, domains,
-- AS numbers, in canonical form.
CREATE TABLE name (
	id   INTEGER PRIMARY KEY,
	text TEXT NOT NULL UNIQUE
);

CREATE TABLE question (
	id         INTEGER PRIMARY KEY,
	account_id INTEGER NOT NULL REFERENCES account(id),
	name_id    INTEGER NOT NULL REFERENCES name(id),
	endpoint   TEXT NOT NULL,
	kind       TEXT NOT NULL,
	text       TEXT NOT NULL,
	UNIQUE (account_id, text)
);

-- Equal bodies are kept once. codec says how data is packed; size is the
-- length unpacked.
CREATE TABLE body (
	id     INTEGER PRIMARY KEY,
	sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
	codec  INTEGER NOT NULL,
	size   INTEGER NOT NULL,
	data   BLOB NOT NULL
);

-- Nothing is replaced: an older answer stays, so that what was shown can be
-- shown again.
CREATE TABLE answer (
	id          INTEGER PRIMARY KEY,
	question_id INTEGER NOT NULL REFERENCES question(id),
	body_id     INTEGER NOT NULL REFERENCES body(id),
	fetched_at  INTEGER NOT NULL,
	took        INTEGER NOT NULL,
	status      INTEGER NOT NULL,
	calls       INTEGER NOT NULL,
	ray         TEXT NOT NULL,
	method      TEXT NOT NULL,
	url         TEXT NOT NULL,
	sent        TEXT NOT NULL
);
CREATE INDEX answer_by_question ON answer (question_id, fetched_at);

-- One line for each name: how = 0 for questions about it, 1 for answers that
-- mention it. Summed up here because a busy name (an AS) stands in so many
-- answers that counting them takes too long for a key press.
CREATE TABLE sighting (
	account_id  INTEGER NOT NULL REFERENCES account(id),
	name_id     INTEGER NOT NULL REFERENCES name(id),
	how         INTEGER NOT NULL,
	first_at    INTEGER NOT NULL,
	last_at     INTEGER NOT NULL,
	question_id INTEGER NOT NULL REFERENCES question(id),
	answers     INTEGER NOT NULL,
	PRIMARY KEY (account_id, name_id, how)
) WITHOUT ROWID;

CREATE TABLE mention (
	account_id  INTEGER NOT NULL REFERENCES account(id),
	name_id     INTEGER NOT NULL REFERENCES name(id),
	question_id INTEGER NOT NULL REFERENCES question(id),
	PRIMARY KEY (account_id, name_id, question_id)
) WITHOUT ROWID;
