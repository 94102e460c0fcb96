-- +goose Up
-- Sets that are worked on, and which revision of a set is served.

CREATE TABLE set_draft (
	id      uuid   NOT NULL PRIMARY KEY,
	owner   uuid   NOT NULL REFERENCES account (id),
	set_id  text   NOT NULL,
	title   text   NOT NULL,
	version integer NOT NULL,
	created bigint NOT NULL,
	changed bigint NOT NULL
);

CREATE INDEX set_draft_by_owner ON set_draft (owner, changed);

CREATE TABLE set_draft_file (
	draft uuid  NOT NULL REFERENCES set_draft (id) ON DELETE CASCADE,
	name  text  NOT NULL,
	data  bytea NOT NULL,
	PRIMARY KEY (draft, name)
);

CREATE TABLE publication (
	id       uuid   NOT NULL PRIMARY KEY,
	set_id   text   NOT NULL,
	revision bytea  REFERENCES revision (hash), -- NULL: withdrawn
	owner    uuid   NOT NULL REFERENCES account (id),
	by_name  text   NOT NULL,
	at       bigint NOT NULL,
	note     text   NOT NULL
);

CREATE INDEX publication_by_set ON publication (set_id, id);
