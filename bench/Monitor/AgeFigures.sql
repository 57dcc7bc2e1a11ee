-- As if measured and counted long ago.
UPDATE app.storage_status SET measured_at = now() - interval '1 hour',
    figures = jsonb_set(figures, '{counts, counted_at}', to_jsonb(now() - interval '1 day'));
