-- Which content of each repeatable file is in force here.
CREATE TABLE IF NOT EXISTS app.sql_files (
    name text PRIMARY KEY,
    hash text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now());
