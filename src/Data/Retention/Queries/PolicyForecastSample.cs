using NpgsqlTypes;

namespace ConversationMemory.Data.Retention.Queries;

/// <summary>A conversation that would end. Its title is content, and not for admins.</summary>
/// <param name="Messages">Those a reader sees.</param>
/// <param name="Bytes">Of its rows.</param>
public sealed record ForecastConversation(
    Guid Id, string Email, string Agent, DateTimeOffset ActiveAt, int Messages, long Bytes, DateTimeOffset EndsAt, EndAction AtEnd);

/// <summary>The conversations that would end first, within 90 days.</summary>
public static class PolicyForecastSample
{
    /// <param name="database">The maintenance role's connections.</param>
    /// <param name="policy">The proposed policy as JSON, named like its row.</param>
    /// <param name="from">When the first sweep would run.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="ct">Ends the query.</param>
    public static async Task<IReadOnlyList<ForecastConversation>> RunAsync(
        MaintenanceDataSource database, string policy, DateTimeOffset from, int most, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Retention/Queries/PolicyForecastSample"));
        command.Parameters.AddWithValue("policy", NpgsqlDbType.Jsonb, policy);
        command.Parameters.AddWithValue("from", from.ToUniversalTime());
        command.Parameters.AddWithValue("most", most);
        return await command.ListAsync(row => new ForecastConversation(
            row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3), row.GetInt32(4), row.GetInt64(5),
            row.GetFieldValue<DateTimeOffset>(6), Enum.Parse<EndAction>(row.GetString(7), true)), ct);
    }
}
