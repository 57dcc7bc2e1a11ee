SELECT conversations AS "Value" FROM app.remove_conversations(@owner, @ids, @cause, @layer, @rule::jsonb, NULL);
