-- The version before looks for them in the context.
ALTER TABLE app.messages NO FORCE ROW LEVEL SECURITY;
UPDATE app.messages SET context = jsonb_build_object('author', author_name) WHERE author_name IS NOT NULL;
ALTER TABLE app.messages FORCE ROW LEVEL SECURITY;
