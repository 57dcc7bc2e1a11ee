ALTER TABLE app.messages NO FORCE ROW LEVEL SECURITY;
ALTER TABLE app.messages DISABLE TRIGGER messages_before_update;
UPDATE app.messages SET context = jsonb_build_object('author', author_name) WHERE author_name IS NOT NULL;
ALTER TABLE app.messages ENABLE TRIGGER messages_before_update;
ALTER TABLE app.messages FORCE ROW LEVEL SECURITY;
