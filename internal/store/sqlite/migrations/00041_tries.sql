-- +goose Up
-- Questions that can be tried more than once, and hints. Each try stands in
-- `try`, also the one that the answer was made of. Of an answer at the first try
-- without a hint the new columns say nothing, so that a program of the release
-- before can go on writing answers.

CREATE TABLE try (
	session   BLOB    NOT NULL REFERENCES session (id) ON DELETE CASCADE,
	n         INTEGER NOT NULL, -- from 1
	try       INTEGER NOT NULL, -- from 1
	response  TEXT    NOT NULL,
	dont_know INTEGER NOT NULL,
	fraction  REAL    NOT NULL,
	at        INTEGER NOT NULL,
	PRIMARY KEY (session, n, try)
) STRICT, WITHOUT ROWID;

CREATE TABLE hint (
	session BLOB    NOT NULL REFERENCES session (id) ON DELETE CASCADE,
	n       INTEGER NOT NULL, -- from 1
	hint    INTEGER NOT NULL, -- from 1
	at      INTEGER NOT NULL,
	PRIMARY KEY (session, n, hint)
) STRICT, WITHOUT ROWID;

ALTER TABLE answer ADD COLUMN tries INTEGER NOT NULL DEFAULT 1;
ALTER TABLE answer ADD COLUMN hints INTEGER NOT NULL DEFAULT 0;
ALTER TABLE answer ADD COLUMN graded REAL;         -- the response before penalties; NULL: fraction
ALTER TABLE answer ADD COLUMN first REAL;          -- the same of the first try; NULL: fraction
ALTER TABLE answer ADD COLUMN first_response TEXT; -- of the first try; NULL: response
