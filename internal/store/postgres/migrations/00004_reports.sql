-- +goose Up
-- What learners find wrong with questions.

CREATE TABLE report (
	id       uuid    PRIMARY KEY,
	session  uuid    NOT NULL REFERENCES session (id) ON DELETE CASCADE,
	n        integer NOT NULL,
	set_id   text    NOT NULL,
	revision bytea   NOT NULL REFERENCES revision (hash),
	question text    NOT NULL,
	reason   text    NOT NULL,
	text     bytea   NOT NULL, -- UTF-8, but text would refuse a NUL
	at       bigint  NOT NULL,
	closed   bigint, -- NULL while it is open
	UNIQUE (session, n)
);

CREATE INDEX report_by_set ON report (set_id, id);
