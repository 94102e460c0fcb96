-- +goose Up
-- What learners find wrong with questions.

CREATE TABLE report (
	id       BLOB    NOT NULL PRIMARY KEY,
	session  BLOB    NOT NULL REFERENCES session (id) ON DELETE CASCADE,
	n        INTEGER NOT NULL,
	set_id   TEXT    NOT NULL,
	revision BLOB    NOT NULL REFERENCES revision (hash),
	question TEXT    NOT NULL,
	reason   TEXT    NOT NULL,
	text     TEXT    NOT NULL,
	at       INTEGER NOT NULL,
	closed   INTEGER, -- NULL while it is open
	UNIQUE (session, n)
) STRICT, WITHOUT ROWID;

CREATE INDEX report_by_set ON report (set_id, id);
