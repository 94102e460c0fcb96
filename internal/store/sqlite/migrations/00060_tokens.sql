-- +goose Up
-- What programs show to act for an account.

CREATE TABLE token (
	id      BLOB    NOT NULL PRIMARY KEY,
	account BLOB    NOT NULL REFERENCES account (id),
	hash    BLOB    NOT NULL, -- SHA-256 of the secret
	name    TEXT    NOT NULL,
	publish INTEGER NOT NULL, -- 1: it may change things; 0: it only reads
	created INTEGER NOT NULL,
	expires INTEGER NOT NULL,
	used    INTEGER           -- NULL: never
) STRICT, WITHOUT ROWID;

CREATE INDEX token_by_account ON token (account, id);
