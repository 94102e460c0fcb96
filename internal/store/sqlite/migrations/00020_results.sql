-- +goose Up
-- What a class did with a revision, learner by learner.

CREATE INDEX session_by_revision ON session (revision, learner, id);
CREATE INDEX revision_by_set ON revision (set_id);
