-- The step a conversation takes at a time: 'noticed', 'archived', 'trashed', 'removed', 'waits' for its copy, or 'lives' on because
-- its policy, a pin or an extension has given it more time since; null: none. With the row as it is afterwards. The sweep does
-- it, and app.sweep_preview only says so.
CREATE OR REPLACE FUNCTION app.next_step(
    c app.conversations, p app.resolved_policies, at_ timestamptz, layer_ text,
    OUT kind text, OUT archived_at timestamptz, OUT deleted_at timestamptz, OUT noticed_at timestamptz, OUT expires_at timestamptz, OUT ending jsonb)
    LANGUAGE plpgsql STABLE
AS $$
DECLARE
    due timestamptz;
    notice interval := p.notice_days * interval '24 hours';
BEGIN
    archived_at := c.archived_at; deleted_at := c.deleted_at; noticed_at := c.noticed_at; expires_at := c.expires_at; ending := c.ending;
    IF c.held OR c.expires_at > at_ THEN
        RETURN;
    ELSIF c.deleted_at IS NOT NULL THEN
        kind := CASE WHEN c.expires_at <= at_ THEN 'removed' END;
        RETURN;
    ELSIF c.archived_at IS NOT NULL THEN
        due := CASE WHEN p.archive_days > 0 THEN c.archived_at + p.archive_days * interval '24 hours' END;
    ELSE
        due := app.due_at(c.active_at, c.kept_until, c.pinned_at, p.ttl_days, p.allow_pin);
    END IF;

    IF c.expires_at IS NULL THEN
        -- A notice is never shorter than the policy says, however late it comes.
        IF c.archived_at IS NULL AND due <= at_ + notice THEN
            kind := 'noticed';
            noticed_at := at_;
            expires_at := app.ends_at(due, NULL, p.notice_days, at_);
        END IF;
        RETURN;
    ELSIF due IS NULL OR due > at_ THEN
        -- The notice stands if it is not much more time, and else it is given again when the end is near.
        kind := 'lives';
        expires_at := CASE WHEN c.archived_at IS NOT NULL OR due <= at_ + notice THEN due END;
        noticed_at := CASE WHEN due <= at_ + notice THEN c.noticed_at END;
        RETURN;
    ELSIF NOT app.may_end(c) THEN
        RETURN;
    END IF;

    IF c.archived_at IS NULL AND p.at_end = 'archive' THEN
        kind := 'archived';
        archived_at := at_;
        noticed_at := NULL;
        expires_at := CASE WHEN p.archive_days > 0 THEN at_ + p.archive_days * interval '24 hours' END;
    ELSIF p.export_first AND NOT EXISTS (
        SELECT FROM app.saved_copies s WHERE s.owner_id = c.owner_id AND s.conversation_id = c.id AND s.created_at >= c.updated_at) THEN
        kind := 'waits';
        RETURN;
    ELSE
        kind := 'trashed';
        deleted_at := at_;
        expires_at := at_ + p.trash_days * interval '24 hours';
    END IF;
    IF c.archived_at IS NOT NULL THEN
        ending := app.ending('archive_ttl', layer_, c.active_at, jsonb_build_object(
            'scope', p.sources ->> 'archive_days', 'archive_days', p.archive_days, 'archived_at', c.archived_at));
    ELSE
        ending := app.ending('ttl', layer_, c.active_at, jsonb_build_object('scope', p.sources ->> 'ttl_days', 'ttl_days', p.ttl_days));
    END IF;
END
$$;
