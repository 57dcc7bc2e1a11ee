-- Nothing, and no row, while the portal is read-only.
SELECT app.begin_run(@run, @layer) IS NOT NULL AS "Value" FROM app.system_settings WHERE NOT read_only;
