-- +goose Up
-- What programs show to act for an account.

CREATE TABLE token (
	id      uuid    NOT NULL PRIMARY KEY,
	account uuid    NOT NULL REFERENCES account (id),
	hash    bytea   NOT NULL, -- SHA-256 of the secret
	name    text    NOT NULL,
	publish boolean NOT NULL, -- it may change things; otherwise it only reads
	created bigint  NOT NULL,
	expires bigint  NOT NULL,
	used    bigint            -- NULL: never
);

CREATE INDEX token_by_account ON token (account, id);
