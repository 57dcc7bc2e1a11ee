SELECT app.begin_clean(@run, @filter::jsonb, @per_second, @by);
