SELECT noticed, archived, trashed, deleted, messages, bytes, whole FROM app.sweep_preview(@most, @at);
