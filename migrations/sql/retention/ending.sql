-- Why a conversation goes to the archive or the trash, as its row keeps it and its receipt will say it: what caused it, which layer did it, when it
-- was last active, and the rule it went by.
CREATE OR REPLACE FUNCTION app.ending(cause text, layer text, last_active timestamptz, rule jsonb DEFAULT '{}') RETURNS jsonb
    LANGUAGE sql STABLE
    RETURN jsonb_build_object('cause', cause, 'layer', layer, 'last_active', last_active) || rule;
