-- What the columns of the live messages take, per conversation.
SELECT avg(content)::int, avg(context)::int, avg(tool_calls)::int, avg(other)::int FROM (
    SELECT conversation_id, sum(pg_column_size(content)) AS content, coalesce(sum(pg_column_size(context)), 0) AS context,
        coalesce(sum(pg_column_size(tool_calls)), 0) AS tool_calls,
        sum(pg_column_size(m.*) - pg_column_size(content) - coalesce(pg_column_size(context), 0) - coalesce(pg_column_size(tool_calls), 0)) AS other
    FROM app.messages m GROUP BY conversation_id) AS each;
