using Npgsql;
using NpgsqlTypes;

namespace ConversationMemory.Data.Search.Queries;

/// <summary>Which conversations to look into; null: any.</summary>
public sealed record SearchScopeFilter
{
    public Guid? Conversation { get; init; }
    public Guid? Agent { get; init; }

    /// <summary>A part of the agent's name, in any case.</summary>
    public string? AgentName { get; init; }

    public bool? Archived { get; init; }
    public bool? Pinned { get; init; }
    public bool? Shared { get; init; }

    /// <summary>Only the person's own, not what others share with them.</summary>
    public bool OnlyOwn { get; init; }

    /// <summary>With a message then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>With a message before then.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <param name="IsShared">With others, or by others.</param>
/// <param name="IsByOthers">Its owner is somebody else.</param>
/// <param name="Bytes">Of its rows.</param>
public sealed record SearchedConversation(
    Guid OwnerId, Guid Id, string Title, bool IsArchived, bool IsPinned, bool IsShared, bool IsByOthers, DateTimeOffset ActiveAt, DateTimeOffset CreatedAt,
    int FirstSeq, int PackedSeq, int LastSeq, int MessageCount, int SummarySeq, long Bytes);

public static class SearchScope
{
    /// <param name="db">Within a transaction, whose identity decides.</param>
    /// <param name="filter">Which ones.</param>
    /// <param name="ct">Ends the query.</param>
    public static async Task<IReadOnlyList<SearchedConversation>> RunAsync(AppDbContext db, SearchScopeFilter filter, CancellationToken ct)
    {
        await using var command = db.Command("Search/Queries/SearchScope");
        command.Parameters.AddWithValue("person", db.CurrentUser.RequiredId);
        command.Parameters.AddWithValue("only_own", filter.OnlyOwn);
        Add("conversation", NpgsqlDbType.Uuid, filter.Conversation);
        Add("agent", NpgsqlDbType.Uuid, filter.Agent);
        Add("agent_name", NpgsqlDbType.Text, filter.AgentName);
        Add("archived", NpgsqlDbType.Boolean, filter.Archived);
        Add("pinned", NpgsqlDbType.Boolean, filter.Pinned);
        Add("shared", NpgsqlDbType.Boolean, filter.Shared);
        Add("from", NpgsqlDbType.TimestampTz, filter.From?.ToUniversalTime());
        Add("until", NpgsqlDbType.TimestampTz, filter.Until?.ToUniversalTime());
        return await command.ListAsync(Read, ct);

        void Add(string name, NpgsqlDbType type, object? value) => command.Parameters.AddWithValue(name, type, value ?? DBNull.Value);
    }

    private static SearchedConversation Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.GetBoolean(3), row.GetBoolean(4), row.GetBoolean(5), row.GetBoolean(6),
        row.GetFieldValue<DateTimeOffset>(7), row.GetFieldValue<DateTimeOffset>(8), row.GetInt32(9), row.GetInt32(10), row.GetInt32(11), row.GetInt32(12),
        row.GetInt32(13), row.GetInt64(14));
}
