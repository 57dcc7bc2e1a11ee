-- Names that came with imports had no column and lay where a person's message has nothing. What a message takes stays counted as it was, for only
-- their place is another one: so triggers rest.
ALTER TABLE app.messages NO FORCE ROW LEVEL SECURITY;
ALTER TABLE app.messages DISABLE TRIGGER USER;
UPDATE app.messages SET author_name = context ->> 'author', context = NULL
    WHERE role = 'user' AND author_id IS NULL AND jsonb_typeof(context) = 'object' AND jsonb_typeof(context -> 'author') = 'string'
        AND length(context ->> 'author') BETWEEN 1 AND 100;
ALTER TABLE app.messages ENABLE TRIGGER USER;
ALTER TABLE app.messages FORCE ROW LEVEL SECURITY;
