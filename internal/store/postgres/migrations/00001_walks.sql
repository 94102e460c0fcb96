-- +goose Up
-- The tables of sqlite/migrations, with the same names and columns: `verbatim
-- copy` moves rows from one to the other. Ids are uuids of version 7, so that
-- new rows go to the end of each index. Times are microseconds since 1970, UTC.
--
-- What CockroachDB and Citus do not run, or run badly, has no place here: no
-- sequences, triggers, advisory locks or LISTEN.
--
-- Later migrations only add: programs one release apart share one database.
-- One that must take away or reinterpret also raises the level in
-- verbatim_schema (see migrate.go).

CREATE TABLE secret (
	name  text  PRIMARY KEY,
	value bytea NOT NULL
);

CREATE TABLE learner (
	id      uuid   PRIMARY KEY,
	created bigint NOT NULL
);

CREATE TABLE login (
	id      uuid   PRIMARY KEY,
	learner uuid   NOT NULL REFERENCES learner (id),
	hash    bytea  NOT NULL, -- SHA-256 of the cookie's secret
	created bigint NOT NULL,
	seen    bigint NOT NULL
);

CREATE INDEX login_by_learner ON login (learner);

CREATE TABLE revision (
	hash      bytea  PRIMARY KEY, -- 32 bytes; shown in hexadecimal
	set_id    text   NOT NULL,
	published bigint NOT NULL
);

CREATE TABLE revision_file (
	revision bytea NOT NULL REFERENCES revision (hash),
	name     text  NOT NULL,
	data     bytea NOT NULL,
	PRIMARY KEY (revision, name)
);

CREATE TABLE session (
	id       uuid    PRIMARY KEY,
	learner  uuid    NOT NULL REFERENCES learner (id),
	set_id   text    NOT NULL,
	revision bytea   NOT NULL REFERENCES revision (hash),
	mode     text    NOT NULL,
	scored   boolean NOT NULL, -- whether the mode counts for scores
	seed     bigint  NOT NULL, -- the 64 bits of an unsigned number
	parent   uuid    REFERENCES session (id) ON DELETE CASCADE,
	asked    text    NOT NULL, -- what the learner chose at the start, in play's words
	items    text    NOT NULL, -- JSON: the questions' places in the revision
	started  bigint  NOT NULL
);

CREATE INDEX session_by_learner ON session (learner, id);
CREATE INDEX session_by_set ON session (learner, set_id, id) WHERE scored;
CREATE INDEX session_by_parent ON session (parent) WHERE parent IS NOT NULL;

CREATE TABLE answer (
	session   uuid             NOT NULL REFERENCES session (id) ON DELETE CASCADE,
	n         integer          NOT NULL, -- from 1
	response  bytea            NOT NULL, -- UTF-8, but text would refuse a NUL
	dont_know boolean          NOT NULL,
	fraction  double precision NOT NULL,
	worth     double precision NOT NULL,
	at        bigint           NOT NULL,
	PRIMARY KEY (session, n)
);
