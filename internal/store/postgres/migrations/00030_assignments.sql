-- +goose Up
-- Sets offered to classes. What identifies a person stands in `person` and
-- `roster` alone, so that it can be deleted while the answers stay.

CREATE TABLE assignment (
	id       uuid    PRIMARY KEY,
	code     text    NOT NULL UNIQUE,
	owner    uuid    NOT NULL, -- an account, which may be gone
	set_id   text    NOT NULL,
	revision bytea   NOT NULL REFERENCES revision (hash),
	created  bigint  NOT NULL,
	terms    text    NOT NULL, -- JSON: quiz.Terms
	attempts integer NOT NULL, -- of the terms; 0: any number
	closes   bigint,           -- of the terms; NULL: never
	forget   bigint            -- when persons are to be forgotten; NULL: never
);

CREATE INDEX assignment_by_owner ON assignment (owner, id);
CREATE INDEX assignment_by_forget ON assignment (forget) WHERE forget IS NOT NULL;

CREATE TABLE roster (
	assignment uuid NOT NULL REFERENCES assignment (id) ON DELETE CASCADE,
	number     text NOT NULL,
	name       text NOT NULL,
	PRIMARY KEY (assignment, number)
);

CREATE TABLE participant (
	id         uuid    PRIMARY KEY,
	assignment uuid    NOT NULL REFERENCES assignment (id) ON DELETE CASCADE,
	learner    uuid    NOT NULL REFERENCES learner (id),
	joined     bigint  NOT NULL,
	attempts   integer NOT NULL DEFAULT 0, -- sessions begun, deleted ones too
	extension  integer NOT NULL DEFAULT 0, -- minutes
	UNIQUE (assignment, learner)
);

CREATE INDEX participant_in_order ON participant (assignment, id);
CREATE INDEX participant_by_learner ON participant (learner, id);

CREATE TABLE person (
	participant uuid PRIMARY KEY REFERENCES participant (id) ON DELETE CASCADE,
	assignment  uuid NOT NULL,
	nickname    text NOT NULL,
	name        text NOT NULL,
	number      text -- NULL where none was asked for
);

CREATE UNIQUE INDEX person_by_number ON person (assignment, number) WHERE number IS NOT NULL;

ALTER TABLE session ADD COLUMN assignment uuid REFERENCES assignment (id) ON DELETE CASCADE;
CREATE INDEX session_by_assignment ON session (assignment, learner) WHERE assignment IS NOT NULL;
CREATE INDEX session_open_test ON session (assignment) WHERE assignment IS NOT NULL AND mode = 'test' AND finished IS NULL;
