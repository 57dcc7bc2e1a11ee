-- One receipt a person and day for what windows removed: its id follows from both.
CREATE OR REPLACE FUNCTION app.window_receipt_id(owner uuid, day date) RETURNS uuid
    LANGUAGE sql STABLE
    RETURN md5('window ' || owner::text || to_char(day, 'YYYY-MM-DD'))::uuid;
