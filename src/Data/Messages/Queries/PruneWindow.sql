-- What has left the window and may go is not packed: it goes.
SELECT app.prune_window(@owner, @conversation, 1);
