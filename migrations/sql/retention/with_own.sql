-- What holds for one conversation: its agent's policy, changed by what is set for itself where nothing wider is locked.
CREATE OR REPLACE FUNCTION app.with_own(p app.resolved_policies, owner uuid, conversation uuid) RETURNS app.resolved_policies
    LANGUAGE plpgsql STABLE
AS $$
DECLARE
    own app.conversation_policies;
BEGIN
    SELECT * INTO own FROM app.conversation_policies WHERE owner_id = owner AND conversation_id = conversation;
    IF NOT FOUND THEN
        RETURN p;
    END IF;
    IF own.window_messages IS NOT NULL AND NOT 'window_messages' = ANY (p.locked) THEN
        p.window_messages := nullif(own.window_messages, 0);
        p.sources := p.sources || '{"window_messages": "conversation"}';
    END IF;
    IF own.window_action IS NOT NULL AND NOT 'window_action' = ANY (p.locked) THEN
        p.window_action := own.window_action;
        p.sources := p.sources || '{"window_action": "conversation"}';
    END IF;
    IF own.ttl_days IS NOT NULL AND NOT 'ttl_days' = ANY (p.locked) THEN
        p.ttl_days := own.ttl_days;
        p.sources := p.sources || '{"ttl_days": "conversation"}';
    END IF;
    IF own.at_end IS NOT NULL AND NOT 'at_end' = ANY (p.locked) THEN
        p.at_end := own.at_end;
        p.sources := p.sources || '{"at_end": "conversation"}';
    END IF;
    IF own.archive_days IS NOT NULL AND NOT 'archive_days' = ANY (p.locked) THEN
        p.archive_days := own.archive_days;
        p.sources := p.sources || '{"archive_days": "conversation"}';
    END IF;
    IF own.notice_days IS NOT NULL AND NOT 'notice_days' = ANY (p.locked) THEN
        p.notice_days := own.notice_days;
        p.sources := p.sources || '{"notice_days": "conversation"}';
    END IF;
    IF own.trash_days IS NOT NULL AND NOT 'trash_days' = ANY (p.locked) THEN
        p.trash_days := own.trash_days;
        p.sources := p.sources || '{"trash_days": "conversation"}';
    END IF;
    IF own.export_first IS NOT NULL AND NOT 'export_first' = ANY (p.locked) THEN
        p.export_first := own.export_first;
        p.sources := p.sources || '{"export_first": "conversation"}';
    END IF;
    IF own.keep_memories IS NOT NULL AND NOT 'keep_memories' = ANY (p.locked) THEN
        p.keep_memories := own.keep_memories;
        p.sources := p.sources || '{"keep_memories": "conversation"}';
    END IF;
    IF own.allow_pin IS NOT NULL AND NOT 'allow_pin' = ANY (p.locked) THEN
        p.allow_pin := own.allow_pin;
        p.sources := p.sources || '{"allow_pin": "conversation"}';
    END IF;
    IF own.allow_extend IS NOT NULL AND NOT 'allow_extend' = ANY (p.locked) THEN
        p.allow_extend := own.allow_extend;
        p.sources := p.sources || '{"allow_extend": "conversation"}';
    END IF;
    RETURN p;
END
$$;
