-- Agents that are there already begin with version 1. Those who migrate see them only while row security is not forced.
ALTER TABLE app.agents NO FORCE ROW LEVEL SECURITY;
INSERT INTO app.agent_versions (agent_id, version, settings, created_at)
    SELECT id, version,
        jsonb_build_object(
            'name', name, 'description', description, 'system_prompt', system_prompt, 'model', model, 'temperature', temperature,
            'max_answer_tokens', max_answer_tokens, 'context_budget', context_budget, 'tools', to_jsonb(tools)),
        updated_at
    FROM app.agents
    ON CONFLICT DO NOTHING;
ALTER TABLE app.agents FORCE ROW LEVEL SECURITY;
