using System.Text;

namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>Something to do for each kind of job, and whether it is done.</summary>
public static class JobKinds
{
    public static Task AddJobAsync(this TestDatabase database, Guid owner, string kind, Guid subject) =>
        database.RunAsync("INSERT INTO app.jobs (owner_id, kind, subject) VALUES ($1, $2, $3)", owner, kind, subject);

    /// <summary>Something for a job of a kind to do.</summary>
    public static async Task<(Guid Owner, Guid Subject)> PrepareJobAsync(this TestDatabase database, string kind, string name)
    {
        var owner = await database.AddPersonAsync(name);
        switch (kind)
        {
            case "summary" or "saved_copy":
                var conversation = await database.AddConversationAsync(owner);
                for (var i = 0; i < 30; i++) await database.AddMessageAsync(owner, conversation, i % 2 == 0 ? "user" : "assistant");
                return (owner, conversation);
            case "notice_mail":
                var ending = await database.AddConversationAsync(owner);
                await database.RunAsync("UPDATE app.conversations SET expires_at = now() + interval '3 days', noticed_at = now() WHERE id = $1", ending);
                return (owner, owner);
            case "account_removal":
                await database.RunAsync("UPDATE app.users SET closed_at = now() WHERE id = $1", owner);
                return (owner, owner);
            case "export":
                await database.AddTalkAsync(owner, "Talk");
                return (owner, await database.AddRunningExportAsync(owner));
            case "import_read" or "import" or "import_undo":
                return (owner, await database.ImportAsync(kind, owner));
            case "cleanup":
                var old = await database.AddConversationAsync(owner);
                var run = Guid.CreateVersion7();
                await database.ReadAsync<int>(
                    "SELECT app.begin_clean($1, jsonb_build_object('active_before', now() + interval '1 hour', 'chosen', jsonb_build_array($2::text)), NULL, NULL)", run, old);
                return (Guid.Empty, run);
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, null);
        }
    }

    private static async Task<Guid> ImportAsync(this TestDatabase database, string kind, Guid owner)
    {
        var (id, content) = (Guid.CreateVersion7(), Encoding.UTF8.GetBytes(ImportCalls.ChatGpt(($"k{owner:N}", 2, 1))));
        await database.RunAsync("""
            INSERT INTO app.stored_files (owner_id, id, name, content_type, length, complete, expires_at)
            VALUES ($1, $2, 'chat.json', 'application/octet-stream', $3, true, 'infinity')
            """, owner, id, (long)content.Length);
        await database.RunAsync("INSERT INTO app.stored_file_parts (owner_id, file_id, number, \"offset\", data) VALUES ($1, $2, 0, 0, $3)", owner, id, content);
        await database.RunAsync("""
            INSERT INTO app.imports (owner_id, id, file_name, state, done, total, file_id, options)
            VALUES ($1, $2, 'chat.json', $3, 0, 1, $2, jsonb_build_object('agentId', $4::uuid, 'includeBranches', false))
            """, owner, id, kind switch { "import_read" => "reading", "import" => "importing", _ => "undoing" }, OwnerTables.DefaultAgent);
        await database.RunAsync("""
            INSERT INTO app.import_entries (owner_id, import_id, position, title, messages, branches, outcome, source_key)
            SELECT $1, $2, 0, 'Talk', 2, 0, 'new', decode(md5($3), 'hex') WHERE $4
            """, owner, id, $"chatgpt:k{owner:N}", kind == "import");
        return id;
    }

    /// <summary>Whether all that jobs of a kind were to do is done, once each.</summary>
    public static async Task<bool> AreDoneAsync(this TestDatabase database, string kind, Guid[] subjects)
    {
        var done = kind switch
        {
            "summary" => "(SELECT count(*) FROM app.summaries WHERE conversation_id = ANY ($1))",
            "saved_copy" => "(SELECT count(*) / 2 FROM app.saved_copies WHERE conversation_id = ANY ($1))",
            "notice_mail" => "(SELECT count(*) FROM app.notice_mails WHERE owner_id = ANY ($1))",
            "account_removal" => "cardinality($1) - (SELECT count(*) FROM app.users WHERE id = ANY ($1))",
            "export" => "(SELECT count(*) FROM app.exports WHERE id = ANY ($1) AND state = 'done')",
            "import_read" => "(SELECT count(*) FROM app.imports WHERE id = ANY ($1) AND state IN ('ready'))",
            "import" => "(SELECT count(*) FROM app.imports WHERE id = ANY ($1) AND state = 'done')",
            "import_undo" => "(SELECT count(*) FROM app.imports WHERE id = ANY ($1) AND state = 'undone')",
            _ => "(SELECT count(*) FROM app.cleanup_runs WHERE id = ANY ($1) AND state = 'finished')",
        };
        return await database.ReadAsync<int>($"SELECT ({done})::integer", subjects) == subjects.Length
            && await database.ReadAsync<int>("SELECT count(*) FROM app.jobs WHERE kind = $1 AND subject = ANY ($2)", kind, subjects) == 0;
    }
}
