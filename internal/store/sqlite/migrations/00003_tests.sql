-- +goose Up
-- Tests: answers that can be changed until the test is handed in stand in
-- `draft`, without a grade; then they become answers.

ALTER TABLE session ADD COLUMN time_limit INTEGER NOT NULL DEFAULT 0; -- seconds; 0: none
ALTER TABLE session ADD COLUMN extension INTEGER NOT NULL DEFAULT 0;  -- seconds beyond it
ALTER TABLE session ADD COLUMN deadline INTEGER;                      -- NULL: none
ALTER TABLE session ADD COLUMN finished INTEGER;                      -- NULL while a test is open

CREATE INDEX session_by_deadline ON session (deadline) WHERE deadline IS NOT NULL AND finished IS NULL;

CREATE TABLE draft (
	session   BLOB    NOT NULL REFERENCES session (id) ON DELETE CASCADE,
	n         INTEGER NOT NULL, -- from 1
	response  TEXT    NOT NULL,
	dont_know INTEGER NOT NULL,
	certainty INTEGER NOT NULL,
	at        INTEGER NOT NULL,
	PRIMARY KEY (session, n)
) STRICT, WITHOUT ROWID;
