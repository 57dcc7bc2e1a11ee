-- Room for the bump of a few conversations on each page (HOT), and no more: most conversations are cold. Measured: size on disk,
-- docs/performance.md.
ALTER TABLE app.conversations SET (fillfactor = 85);
