-- Room on the page, so that bumping a conversation's counters stays on it (HOT) and touches no index.
ALTER TABLE app.conversations SET (fillfactor = 70);
ALTER TABLE app.replies SET (fillfactor = 50);
-- A window that turns over leaves many dead rows; tend to them early.
ALTER TABLE app.messages SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
