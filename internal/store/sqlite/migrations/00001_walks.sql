-- +goose Up
-- Ids are uuids of version 7, whose bytes sort by time, so that new rows go to
-- the end of each tree. Times are microseconds since 1970, UTC.
--
-- Later migrations only add: programs one release apart share one database.
-- One that must take away or reinterpret also raises user_version, which is
-- the oldest program that may still open it (see `level` in migrate.go).

CREATE TABLE secret (
	name  TEXT NOT NULL PRIMARY KEY,
	value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE learner (
	id      BLOB    NOT NULL PRIMARY KEY,
	created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE login (
	id      BLOB    NOT NULL PRIMARY KEY,
	learner BLOB    NOT NULL REFERENCES learner (id),
	hash    BLOB    NOT NULL, -- SHA-256 of the cookie's secret
	created INTEGER NOT NULL,
	seen    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX login_by_learner ON login (learner);

CREATE TABLE revision (
	hash      BLOB    NOT NULL PRIMARY KEY, -- 32 bytes; shown in hexadecimal
	set_id    TEXT    NOT NULL,
	published INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE revision_file (
	revision BLOB NOT NULL REFERENCES revision (hash),
	name     TEXT NOT NULL,
	data     BLOB NOT NULL,
	PRIMARY KEY (revision, name)
) STRICT;

CREATE TABLE session (
	id       BLOB    NOT NULL PRIMARY KEY,
	learner  BLOB    NOT NULL REFERENCES learner (id),
	set_id   TEXT    NOT NULL,
	revision BLOB    NOT NULL REFERENCES revision (hash),
	mode     TEXT    NOT NULL,
	scored   INTEGER NOT NULL, -- 1 where the mode counts for scores
	seed     INTEGER NOT NULL, -- the 64 bits of an unsigned number
	parent   BLOB    REFERENCES session (id),
	asked    TEXT    NOT NULL, -- what the learner chose at the start, in play's words
	items    TEXT    NOT NULL, -- JSON: the questions' places in the revision
	started  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX session_by_learner ON session (learner, id);
CREATE INDEX session_by_set ON session (learner, set_id, id) WHERE scored = 1;
CREATE INDEX session_by_parent ON session (parent) WHERE parent IS NOT NULL;

CREATE TABLE answer (
	session   BLOB    NOT NULL REFERENCES session (id) ON DELETE CASCADE,
	n         INTEGER NOT NULL, -- from 1
	response  TEXT    NOT NULL,
	dont_know INTEGER NOT NULL,
	fraction  REAL    NOT NULL,
	worth     REAL    NOT NULL,
	at        INTEGER NOT NULL,
	PRIMARY KEY (session, n)
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 1;
