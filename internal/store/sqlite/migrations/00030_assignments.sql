-- +goose Up
-- Sets offered to classes. What identifies a person stands in `person` and
-- `roster` alone, so that it can be deleted while the answers stay.

CREATE TABLE assignment (
	id       BLOB    NOT NULL PRIMARY KEY,
	code     TEXT    NOT NULL UNIQUE,
	owner    BLOB    NOT NULL, -- an account, which may be gone
	set_id   TEXT    NOT NULL,
	revision BLOB    NOT NULL REFERENCES revision (hash),
	created  INTEGER NOT NULL,
	terms    TEXT    NOT NULL, -- JSON: quiz.Terms
	attempts INTEGER NOT NULL, -- of the terms; 0: any number
	closes   INTEGER,          -- of the terms; NULL: never
	forget   INTEGER           -- when persons are to be forgotten; NULL: never
) STRICT, WITHOUT ROWID;

CREATE INDEX assignment_by_owner ON assignment (owner, id);
CREATE INDEX assignment_by_forget ON assignment (forget) WHERE forget IS NOT NULL;

CREATE TABLE roster (
	assignment BLOB NOT NULL REFERENCES assignment (id) ON DELETE CASCADE,
	number     TEXT NOT NULL,
	name       TEXT NOT NULL,
	PRIMARY KEY (assignment, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE participant (
	id         BLOB    NOT NULL PRIMARY KEY,
	assignment BLOB    NOT NULL REFERENCES assignment (id) ON DELETE CASCADE,
	learner    BLOB    NOT NULL REFERENCES learner (id),
	joined     INTEGER NOT NULL,
	attempts   INTEGER NOT NULL DEFAULT 0, -- sessions begun, deleted ones too
	extension  INTEGER NOT NULL DEFAULT 0, -- minutes
	UNIQUE (assignment, learner)
) STRICT, WITHOUT ROWID;

CREATE INDEX participant_in_order ON participant (assignment, id);
CREATE INDEX participant_by_learner ON participant (learner, id);

CREATE TABLE person (
	participant BLOB NOT NULL PRIMARY KEY REFERENCES participant (id) ON DELETE CASCADE,
	assignment  BLOB NOT NULL,
	nickname    TEXT NOT NULL,
	name        TEXT NOT NULL,
	number      TEXT -- NULL where none was asked for
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX person_by_number ON person (assignment, number) WHERE number IS NOT NULL;

ALTER TABLE session ADD COLUMN assignment BLOB REFERENCES assignment (id);
CREATE INDEX session_by_assignment ON session (assignment, learner) WHERE assignment IS NOT NULL;
CREATE INDEX session_open_test ON session (assignment) WHERE assignment IS NOT NULL AND mode = 'test' AND finished IS NULL;
