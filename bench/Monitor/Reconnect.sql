-- What explains is loaded by a connection when it begins.
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename IN ('cm_app', 'cm_maintenance');
