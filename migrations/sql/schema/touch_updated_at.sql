-- A row that is changed says when.
CREATE OR REPLACE FUNCTION app.touch_updated_at() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER touch_updated_at BEFORE UPDATE ON app.organisations
    FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();

CREATE OR REPLACE TRIGGER touch_updated_at BEFORE UPDATE ON app.agents
    FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();

CREATE OR REPLACE TRIGGER touch_updated_at BEFORE UPDATE ON app.providers
    FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();

CREATE OR REPLACE TRIGGER touch_updated_at BEFORE UPDATE ON app.retention_policies
    FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();

-- A conversation's counters carry their own time; this is for what a person changes.
CREATE OR REPLACE TRIGGER touch_updated_at BEFORE UPDATE OF title, agent_id ON app.conversations
    FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
