SELECT handled, noticed, archived, trashed, deleted, messages, bytes FROM app.sweep(@layer, @most, @run, @at);
