-- +goose Up
-- Tests: answers that can be changed until the test is handed in stand in
-- `draft`, without a grade; then they become answers.

ALTER TABLE session ADD COLUMN time_limit integer NOT NULL DEFAULT 0; -- seconds; 0: none
ALTER TABLE session ADD COLUMN extension integer NOT NULL DEFAULT 0;  -- seconds beyond it
ALTER TABLE session ADD COLUMN deadline bigint;                       -- NULL: none
ALTER TABLE session ADD COLUMN finished bigint;                       -- NULL while a test is open

CREATE INDEX session_by_deadline ON session (deadline) WHERE deadline IS NOT NULL AND finished IS NULL;

CREATE TABLE draft (
	session   uuid    NOT NULL REFERENCES session (id) ON DELETE CASCADE,
	n         integer NOT NULL, -- from 1
	response  bytea   NOT NULL,
	dont_know boolean NOT NULL,
	certainty integer NOT NULL,
	at        bigint  NOT NULL,
	PRIMARY KEY (session, n)
);
