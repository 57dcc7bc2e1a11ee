INSERT INTO app.audit_log (actor_id, action, target_kind, target_id, detail) VALUES (@actor, @action, @kind, @target, @detail::jsonb);
