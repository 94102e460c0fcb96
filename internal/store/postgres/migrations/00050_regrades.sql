-- +goose Up
-- Answers that are graded anew. An answer has its present grade; what it was
-- before, with who changed it and why, stands here.

CREATE TABLE regrade (
	id         uuid   PRIMARY KEY,
	set_id     text   NOT NULL,
	question   text   NOT NULL,
	assignment uuid   REFERENCES assignment (id) ON DELETE CASCADE, -- NULL: the answers to the set
	rule       text   NOT NULL,
	revision   bytea  REFERENCES revision (hash), -- whose key counts; NULL: none's
	account    uuid,   -- NULL: the terminal
	by_name    text   NOT NULL,
	why        text   NOT NULL,
	at         bigint NOT NULL,
	done       bigint, -- NULL until all answers are graded
	undone     bigint, -- NULL while it stands
	undone_by  text   NOT NULL DEFAULT ''
);

CREATE INDEX regrade_by_set ON regrade (set_id, id);
CREATE INDEX regrade_by_assignment ON regrade (assignment) WHERE assignment IS NOT NULL;

CREATE TABLE regraded (
	session         uuid    NOT NULL REFERENCES session (id) ON DELETE CASCADE,
	n               integer NOT NULL, -- from 1
	regrade         uuid    NOT NULL REFERENCES regrade (id) ON DELETE CASCADE,
	fraction_before float8  NOT NULL,
	worth_before    float8  NOT NULL,
	graded_before   float8  NOT NULL,
	first_before    float8  NOT NULL,
	fraction_after  float8  NOT NULL,
	worth_after     float8  NOT NULL,
	graded_after    float8  NOT NULL,
	first_after     float8  NOT NULL,
	undone          boolean NOT NULL DEFAULT false, -- true once the grade before was given back
	PRIMARY KEY (session, n, regrade)
);

CREATE INDEX regraded_by_regrade ON regraded (regrade, undone, session, n);

-- How often the grade of an answer was replaced: what is remembered of a
-- session is old where this is another.
ALTER TABLE session ADD COLUMN regraded integer NOT NULL DEFAULT 0;
