-- after: schema/protect_rows, sharing/link_id
CALL app.protect_rows('app.share_links', 'owner_id',
    guests_read => 'id = app.link_id()');

GRANT SELECT, INSERT, UPDATE, DELETE ON app.share_links TO cm_app;
