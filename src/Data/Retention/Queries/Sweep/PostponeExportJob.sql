UPDATE app.export_jobs SET not_before = @later WHERE owner_id = @owner AND conversation_id = @conversation;
