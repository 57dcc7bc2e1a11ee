SELECT app.apply_window(@batch);
