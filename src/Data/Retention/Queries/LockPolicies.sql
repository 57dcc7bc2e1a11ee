-- One change of policies at a time: what each comes to follows from all of them. Readers and messages do not wait.
LOCK TABLE app.retention_policies IN SHARE ROW EXCLUSIVE MODE;
