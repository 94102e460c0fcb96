-- +goose Up
-- Who made a link, which ends with their account, and which token did what.

ALTER TABLE ticket ADD COLUMN made_by uuid REFERENCES account (id); -- NULL: the terminal
ALTER TABLE audit ADD COLUMN token text NOT NULL DEFAULT ''; -- its name; empty: none did it
