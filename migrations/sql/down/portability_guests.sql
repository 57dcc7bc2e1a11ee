-- After the tables, whose policies used them.
DROP FUNCTION app.guest_asked, app.guest_may, app.member_role, app.guest_conversation, app.guest_id, app.link_id;
