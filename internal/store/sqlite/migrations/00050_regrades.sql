-- +goose Up
-- Answers that are graded anew. An answer has its present grade; what it was
-- before, with who changed it and why, stands here.

CREATE TABLE regrade (
	id         BLOB    NOT NULL PRIMARY KEY,
	set_id     TEXT    NOT NULL,
	question   TEXT    NOT NULL,
	assignment BLOB    REFERENCES assignment (id) ON DELETE CASCADE, -- NULL: the answers to the set
	rule       TEXT    NOT NULL,
	revision   BLOB    REFERENCES revision (hash), -- whose key counts; NULL: none's
	account    BLOB,    -- NULL: the terminal
	by_name    TEXT    NOT NULL,
	why        TEXT    NOT NULL,
	at         INTEGER NOT NULL,
	done       INTEGER, -- NULL until all answers are graded
	undone     INTEGER, -- NULL while it stands
	undone_by  TEXT    NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE INDEX regrade_by_set ON regrade (set_id, id);
CREATE INDEX regrade_by_assignment ON regrade (assignment) WHERE assignment IS NOT NULL;

CREATE TABLE regraded (
	session         BLOB    NOT NULL REFERENCES session (id) ON DELETE CASCADE,
	n               INTEGER NOT NULL, -- from 1
	regrade         BLOB    NOT NULL REFERENCES regrade (id) ON DELETE CASCADE,
	fraction_before REAL    NOT NULL,
	worth_before    REAL    NOT NULL,
	graded_before   REAL    NOT NULL,
	first_before    REAL    NOT NULL,
	fraction_after  REAL    NOT NULL,
	worth_after     REAL    NOT NULL,
	graded_after    REAL    NOT NULL,
	first_after     REAL    NOT NULL,
	undone          INTEGER NOT NULL DEFAULT 0, -- 1 once the grade before was given back
	PRIMARY KEY (session, n, regrade)
) STRICT, WITHOUT ROWID;

CREATE INDEX regraded_by_regrade ON regraded (regrade, undone, session, n);

-- How often the grade of an answer was replaced: what is remembered of a
-- session is old where this is another.
ALTER TABLE session ADD COLUMN regraded INTEGER NOT NULL DEFAULT 0;
