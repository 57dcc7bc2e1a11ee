-- A number of rows and their size, as receipts say it.
CREATE OR REPLACE FUNCTION app.counted(kind text, rows bigint, bytes bigint) RETURNS jsonb
    LANGUAGE sql IMMUTABLE
    RETURN jsonb_build_object(kind, jsonb_build_object('rows', rows, 'bytes', bytes));
