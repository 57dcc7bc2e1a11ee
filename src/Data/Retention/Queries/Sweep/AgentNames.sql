SELECT id, name FROM app.agents ORDER BY name, id;
