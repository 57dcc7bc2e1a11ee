-- Whoever reads by a link may change nothing: the count is the portal's own bookkeeping.
UPDATE app.share_links SET views = views + 1, viewed_at = now() WHERE owner_id = @owner AND id = @link;
