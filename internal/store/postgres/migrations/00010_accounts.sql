-- +goose Up
-- The people who run sets and classes, and what they did.

CREATE TABLE account (
	id       uuid    NOT NULL PRIMARY KEY,
	name     text    NOT NULL,
	key      text    NOT NULL UNIQUE, -- the name, its case folded
	role     text    NOT NULL,
	password text    NOT NULL, -- a hash in PHC string format; empty: none
	created  bigint  NOT NULL,
	closed   boolean NOT NULL
);

CREATE TABLE staff_login (
	id      uuid   NOT NULL PRIMARY KEY,
	account uuid   NOT NULL REFERENCES account (id),
	hash    bytea  NOT NULL, -- SHA-256 of the cookie's secret
	created bigint NOT NULL,
	seen    bigint NOT NULL,
	browser text   NOT NULL
);

CREATE INDEX staff_login_by_account ON staff_login (account, id);

CREATE TABLE ticket (
	id      uuid   NOT NULL PRIMARY KEY,
	hash    bytea  NOT NULL, -- SHA-256 of the link's secret
	account uuid   REFERENCES account (id), -- NULL: for a new one
	name    text   NOT NULL,
	role    text   NOT NULL,
	expires bigint NOT NULL
);

CREATE INDEX ticket_by_account ON ticket (account, name, role);

CREATE TABLE audit (
	id      uuid   NOT NULL PRIMARY KEY,
	at      bigint NOT NULL,
	account uuid, -- NULL: the terminal
	name    text   NOT NULL,
	action  text   NOT NULL,
	object  text   NOT NULL,
	detail  text   NOT NULL
);
