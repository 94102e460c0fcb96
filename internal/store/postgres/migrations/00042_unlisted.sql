-- +goose Up
-- A set that is served and not shown to learners but through an assignment.

ALTER TABLE publication ADD COLUMN unlisted boolean NOT NULL DEFAULT false;
