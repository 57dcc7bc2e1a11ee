using ConversationMemory.Data.Storage.Queries;

namespace ConversationMemory.Services.Storage;

/// <summary>What the tables are for: how sizes are summed up.</summary>
public static class StorageKinds
{
    public const string Messages = "messages";
    public const string Conversations = "conversations";
    public const string Archive = "archive";
    public const string Summaries = "summaries";

    /// <summary>Indexes of words and of meaning. There are none: what searches packed messages, the filters, lies beside them and counts as <see cref="Archive"/>.</summary>
    public const string Search = "search_index";

    public const string Memories = "memories";
    public const string Files = "files";
    public const string Accounts = "accounts";
    public const string Logs = "ledger_and_logs";
    public const string Other = "other";

    /// <summary>In the order in which they are told.</summary>
    public static readonly IReadOnlyList<string> All =
        [Messages, Conversations, Archive, Summaries, Search, Memories, Files, Accounts, Logs, Other];

    private static readonly Dictionary<string, string> Tables = new()
    {
        ["messages"] = Messages,
        ["replies"] = Messages,
        ["sends"] = Messages,
        ["conversations"] = Conversations,
        ["conversation_policies"] = Conversations,
        ["conversation_members"] = Conversations,
        ["share_links"] = Conversations,
        ["imported_conversations"] = Conversations,
        ["segments"] = Archive,
        ["saved_copies"] = Archive,
        ["summaries"] = Summaries,
        ["stored_files"] = Files,
        ["stored_file_parts"] = Files,
        ["exports"] = Files,
        ["imports"] = Files,
        ["import_entries"] = Files,
        ["templates"] = Accounts,
        ["saved_searches"] = Accounts,
        ["users"] = Accounts,
        ["user_claims"] = Accounts,
        ["user_logins"] = Accounts,
        ["user_tokens"] = Accounts,
        ["organisations"] = Accounts,
        ["organisation_members"] = Accounts,
        ["api_keys"] = Accounts,
        ["data_protection_keys"] = Accounts,
        ["ledger_entries"] = Logs,
        ["usage"] = Logs,
        ["receipts"] = Logs,
        ["audit_log"] = Logs,
        ["cleanup_runs"] = Logs,
        ["storage_snapshots"] = Logs,
        ["storage_status"] = Logs,
        ["storage_alerts"] = Logs,
        ["notice_mails"] = Logs,
        ["jobs"] = Logs,
    };

    // Indexes of words and of meaning, whichever table they are on.
    private static readonly HashSet<string> SearchMethods = ["gin", "gist", "hnsw", "ivfflat"];

    public static string Of(string table) =>
        Tables.TryGetValue(table, out var kind) ? kind
        : table.StartsWith("memor", StringComparison.Ordinal) ? Memories
        : Other;

    /// <summary>Bytes by kind. They add up to the size of the database: what is in none of our tables is "other".</summary>
    public static IReadOnlyDictionary<string, long> Sum(long database, IReadOnlyList<TableSize> tables, IReadOnlyList<IndexSize> indexes)
    {
        var kinds = All.ToDictionary(kind => kind, _ => 0L);
        foreach (var table in tables) kinds[Of(table.Name)] += table.Total;
        // Receipts are looked up by the ids in them: that is no search.
        foreach (var index in indexes.Where(i => SearchMethods.Contains(i.Method) && Of(i.TableName) != Logs))
        {
            kinds[Of(index.TableName)] -= index.Bytes;
            kinds[Search] += index.Bytes;
        }

        // It may have grown by a page while it was measured.
        kinds[Other] += Math.Max(0, database - tables.Sum(table => table.Total));
        return kinds;
    }
}
