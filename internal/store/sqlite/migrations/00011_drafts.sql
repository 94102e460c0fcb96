-- +goose Up
-- Sets that are worked on, and which revision of a set is served.

CREATE TABLE set_draft (
	id      BLOB    NOT NULL PRIMARY KEY,
	owner   BLOB    NOT NULL REFERENCES account (id),
	set_id  TEXT    NOT NULL,
	title   TEXT    NOT NULL,
	version INTEGER NOT NULL,
	created INTEGER NOT NULL,
	changed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX set_draft_by_owner ON set_draft (owner, changed);

CREATE TABLE set_draft_file (
	draft BLOB NOT NULL REFERENCES set_draft (id) ON DELETE CASCADE,
	name  TEXT NOT NULL,
	data  BLOB NOT NULL,
	PRIMARY KEY (draft, name)
) STRICT;

CREATE TABLE publication (
	id       BLOB    NOT NULL PRIMARY KEY,
	set_id   TEXT    NOT NULL,
	revision BLOB    REFERENCES revision (hash), -- NULL: withdrawn
	owner    BLOB    NOT NULL REFERENCES account (id),
	by_name  TEXT    NOT NULL,
	at       INTEGER NOT NULL,
	note     TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX publication_by_set ON publication (set_id, id);
