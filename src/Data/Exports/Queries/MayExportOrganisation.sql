-- Whether somebody is an admin now of an organisation that allows its admins to export it.
SELECT EXISTS (SELECT FROM app.organisations o
    JOIN app.organisation_members a ON a.organisation_id = o.id AND a.user_id = @person AND a.role IN ('admin', 'owner')
    JOIN app.users p ON p.id = a.user_id AND p.suspended_at IS NULL
    WHERE o.id = @organisation AND o.allows_exports);
