SELECT DISTINCT ON (user_id) user_id, id FROM drafts.conversations ORDER BY user_id, title
