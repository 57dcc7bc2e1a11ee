SELECT conversations FROM app.remove_conversations(@owner, @ids, 'account', 'person', '{}', NULL);
