-- +goose Up
-- How sure learners say to be: the rule of the session and the level of each
-- answer, 1 to 3; 0 where none was stated.

ALTER TABLE session ADD COLUMN certainty text NOT NULL DEFAULT '';
ALTER TABLE answer ADD COLUMN certainty integer NOT NULL DEFAULT 0;
