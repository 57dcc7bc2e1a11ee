-- How tables lie on disk, and indexes: what EF does not know.

-- Room for the bump of a few conversations on each page (HOT), so that it touches no index, and no more: most conversations are cold.
-- Measured: size on disk, docs/performance.md.
ALTER TABLE app.conversations SET (fillfactor = 85);
ALTER TABLE app.replies SET (fillfactor = 50);
-- A window that turns over leaves many dead rows; tend to them early.
ALTER TABLE app.messages SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);

-- True while all of it is packed. Only for the index by which the packer finds what is not: a predicate over packed_seq and last_seq
-- would make every message write to every index of its conversation (no HOT).
ALTER TABLE app.conversations ADD COLUMN packed boolean NOT NULL DEFAULT false;
CREATE INDEX ix_conversations_unpacked ON app.conversations (archived_at, active_at) WHERE NOT packed AND deleted_at IS NULL;

-- Compressed already: no second try, and on the page rather than beside it, where a pointer and an index entry would come with it.
ALTER TABLE app.segments ALTER COLUMN data SET STORAGE EXTERNAL, SET (toast_tuple_target = 8160);
-- Coded already.
ALTER TABLE app.segments ALTER COLUMN terms SET STORAGE EXTERNAL;
-- Parts of files are ZIP, or about to be read once.
ALTER TABLE app.stored_file_parts ALTER COLUMN data SET STORAGE EXTERNAL;
ALTER TABLE app.share_links ALTER COLUMN data SET STORAGE EXTERNAL;

-- A person's conversations that end, for the sidebar and the notice list; few, because the others have no end yet.
CREATE INDEX conversations_ending ON app.conversations (owner_id, expires_at) WHERE expires_at IS NOT NULL;
-- The archive, for a policy that gives it another end.
CREATE INDEX conversations_archived ON app.conversations (agent_id, archived_at) WHERE archived_at IS NOT NULL AND deleted_at IS NULL;
-- For the panel: the longest inactive of those that were given notice, and receipts by the conversation they are about.
CREATE INDEX conversations_noticed ON app.conversations (active_at) WHERE expires_at IS NOT NULL AND archived_at IS NULL AND deleted_at IS NULL;
CREATE INDEX receipts_conversations ON app.receipts USING gin (conversations);
-- So that who looks for runs that are running reads those only, however many there were.
CREATE INDEX ix_cleanup_runs_running ON app.cleanup_runs (started_at) WHERE state IN ('running', 'paused');
-- One export of many at a time for each person, whoever asks twice.
CREATE UNIQUE INDEX exports_one ON app.exports (owner_id) WHERE state IN ('queued', 'running');
