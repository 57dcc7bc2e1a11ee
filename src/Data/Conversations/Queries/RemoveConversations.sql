SELECT conversations FROM app.remove_conversations(@owner, @ids, @cause, @layer, @rule, NULL);
