-- From here on nobody begins a conversation for this person; a statement of its own, so that the next one sees all there are.
SELECT id FROM app.users WHERE id = @owner FOR UPDATE;
