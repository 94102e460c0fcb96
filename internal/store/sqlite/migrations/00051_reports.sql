-- +goose Up
-- What became of a report, in words, and who says so.

ALTER TABLE report ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE report ADD COLUMN closed_by TEXT NOT NULL DEFAULT '';
CREATE INDEX report_open ON report (set_id, question) WHERE closed IS NULL;
