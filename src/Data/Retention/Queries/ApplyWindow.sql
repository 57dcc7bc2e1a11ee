SELECT app.apply_window(@batch) AS "Value";
