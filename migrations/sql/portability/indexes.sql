-- One export of many at a time for each person, whoever asks twice.
CREATE UNIQUE INDEX exports_one ON app.exports (owner_id) WHERE state IN ('queued', 'running');
