SELECT count(*) FROM app.replies;
