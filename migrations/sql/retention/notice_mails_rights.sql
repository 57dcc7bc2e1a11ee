-- after: schema/protect_rows
CALL app.protect_rows('app.notice_mails', 'owner_id');
