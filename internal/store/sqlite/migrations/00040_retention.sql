-- +goose Up
-- Logins that nobody uses any more are found by when they were seen.

CREATE INDEX login_by_seen ON login (seen);
