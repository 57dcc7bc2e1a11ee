using NpgsqlTypes;

namespace ConversationMemory.Data.Retention.Queries.Sweep;

/// <param name="Previous">When the last mail was sent; null: there was none.</param>
/// <param name="Conversations">About to end.</param>
/// <param name="FirstEndsAt">When the first of them does.</param>
public sealed record ClaimedNotice(Guid OwnerId, string Email, DateTimeOffset? Previous, int Conversations, DateTimeOffset FirstEndsAt);

/// <summary>Who is to be told by mail what is about to end, each person by a job of their own.</summary>
public static class NoticeMails
{
    /// <summary>Adds a job for each person who is to be told.</summary>
    /// <returns>How many that are.</returns>
    public static async Task<int> FindAsync(MaintenanceDataSource database, string kind, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Retention/Queries/Sweep/FindNotices"));
        command.Parameters.AddWithValue("kind", kind);
        command.Parameters.AddWithValue("now", now.ToUniversalTime());
        return await command.ExecuteNonQueryAsync(ct);
    }

    /// <returns>Null: there is nothing to tell this person now.</returns>
    public static async Task<ClaimedNotice?> ClaimAsync(MaintenanceDataSource database, Guid owner, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Retention/Queries/Sweep/ClaimNoticeMail"));
        command.Parameters.AddWithValue("owner", owner);
        command.Parameters.AddWithValue("now", now.ToUniversalTime());
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct)) return null;
        return new ClaimedNotice(
            reader.GetGuid(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset?>(2), reader.GetInt32(3), reader.GetFieldValue<DateTimeOffset>(4));
    }

    /// <summary>The mail could not be sent: it is tried again.</summary>
    public static async Task ReturnAsync(MaintenanceDataSource database, ClaimedNotice notice, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(notice);
        await using var command = database.Source.CreateCommand(Sql.Read("Retention/Queries/Sweep/ReturnNoticeMail"));
        command.Parameters.AddWithValue("owner", notice.OwnerId);
        command.Parameters.AddWithValue("previous", NpgsqlDbType.TimestampTz, (object?)notice.Previous?.ToUniversalTime() ?? DBNull.Value);
        await command.ExecuteNonQueryAsync(ct);
    }
}
