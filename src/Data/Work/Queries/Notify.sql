SELECT pg_notify('cm_wake', @payload);
