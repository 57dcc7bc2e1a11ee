-- Every statement of the app's roles says in the server's log how it was run, those inside of triggers too.
ALTER ROLE cm_app SET session_preload_libraries = 'auto_explain';
ALTER ROLE cm_app SET auto_explain.log_min_duration = 0;
ALTER ROLE cm_app SET auto_explain.log_analyze = on;
ALTER ROLE cm_app SET auto_explain.log_buffers = on;
ALTER ROLE cm_app SET auto_explain.log_nested_statements = on;
ALTER ROLE cm_maintenance SET session_preload_libraries = 'auto_explain';
ALTER ROLE cm_maintenance SET auto_explain.log_min_duration = 0;
ALTER ROLE cm_maintenance SET auto_explain.log_analyze = on;
ALTER ROLE cm_maintenance SET auto_explain.log_buffers = on;
ALTER ROLE cm_maintenance SET auto_explain.log_nested_statements = on;
