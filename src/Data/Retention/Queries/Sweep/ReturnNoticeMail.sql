-- It could not be sent: the next round may try again.
WITH first AS (
    DELETE FROM app.notice_mails WHERE owner_id = @owner AND @previous IS NULL
)
UPDATE app.notice_mails SET sent_at = @previous WHERE owner_id = @owner AND @previous IS NOT NULL;
