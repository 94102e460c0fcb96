-- +goose Up
-- Questions that can be tried more than once, and hints. Each try stands in
-- `try`, also the one that the answer was made of. Of an answer at the first try
-- without a hint the new columns say nothing, so that a program of the release
-- before can go on writing answers.

CREATE TABLE try (
	session   uuid    NOT NULL REFERENCES session (id) ON DELETE CASCADE,
	n         integer NOT NULL, -- from 1
	try       integer NOT NULL, -- from 1
	response  bytea   NOT NULL,
	dont_know boolean NOT NULL,
	fraction  float8  NOT NULL,
	at        bigint  NOT NULL,
	PRIMARY KEY (session, n, try)
);

CREATE TABLE hint (
	session uuid    NOT NULL REFERENCES session (id) ON DELETE CASCADE,
	n       integer NOT NULL, -- from 1
	hint    integer NOT NULL, -- from 1
	at      bigint  NOT NULL,
	PRIMARY KEY (session, n, hint)
);

ALTER TABLE answer ADD COLUMN tries integer NOT NULL DEFAULT 1;
ALTER TABLE answer ADD COLUMN hints integer NOT NULL DEFAULT 0;
ALTER TABLE answer ADD COLUMN graded float8;        -- the response before penalties; NULL: fraction
ALTER TABLE answer ADD COLUMN first float8;         -- the same of the first try; NULL: fraction
ALTER TABLE answer ADD COLUMN first_response bytea; -- of the first try; NULL: response
