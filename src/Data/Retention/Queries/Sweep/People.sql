SELECT id, email FROM app.users WHERE normalized_email = upper(@email) OR id = ANY (@ids);
