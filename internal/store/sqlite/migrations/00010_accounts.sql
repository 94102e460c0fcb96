-- +goose Up
-- The people who run sets and classes, and what they did.

CREATE TABLE account (
	id       BLOB    NOT NULL PRIMARY KEY,
	name     TEXT    NOT NULL,
	key      TEXT    NOT NULL UNIQUE, -- the name, its case folded
	role     TEXT    NOT NULL,
	password TEXT    NOT NULL, -- a hash in PHC string format; empty: none
	created  INTEGER NOT NULL,
	closed   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE staff_login (
	id      BLOB    NOT NULL PRIMARY KEY,
	account BLOB    NOT NULL REFERENCES account (id),
	hash    BLOB    NOT NULL, -- SHA-256 of the cookie's secret
	created INTEGER NOT NULL,
	seen    INTEGER NOT NULL,
	browser TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX staff_login_by_account ON staff_login (account, id);

CREATE TABLE ticket (
	id      BLOB    NOT NULL PRIMARY KEY,
	hash    BLOB    NOT NULL, -- SHA-256 of the link's secret
	account BLOB    REFERENCES account (id), -- NULL: for a new one
	name    TEXT    NOT NULL,
	role    TEXT    NOT NULL,
	expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX ticket_by_account ON ticket (account, name, role);

CREATE TABLE audit (
	id      BLOB    NOT NULL PRIMARY KEY,
	at      INTEGER NOT NULL,
	account BLOB, -- NULL: the terminal
	name    TEXT    NOT NULL,
	action  TEXT    NOT NULL,
	object  TEXT    NOT NULL,
	detail  TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
