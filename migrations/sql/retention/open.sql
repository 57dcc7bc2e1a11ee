-- Row security binds the owner too; what is there has to be seen while it is converted. close.sql ends it.
ALTER TABLE app.agents NO FORCE ROW LEVEL SECURITY;
ALTER TABLE app.conversations NO FORCE ROW LEVEL SECURITY;
ALTER TABLE app.messages NO FORCE ROW LEVEL SECURITY;
ALTER TABLE app.summaries NO FORCE ROW LEVEL SECURITY;
