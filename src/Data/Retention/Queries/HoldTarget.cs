using NpgsqlTypes;

namespace ConversationMemory.Data.Retention.Queries;

/// <summary>What a hold is to be placed on.</summary>
/// <param name="ConversationId">Null: all conversations of the person.</param>
public sealed record HoldTarget(Guid OwnerId, Guid? ConversationId)
{
    /// <param name="database">The maintenance role's connections.</param>
    /// <param name="text">An email, a person's id or a conversation's id.</param>
    /// <param name="ct">Ends the query.</param>
    public static async Task<HoldTarget?> FindAsync(MaintenanceDataSource database, string text, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Retention/Queries/HoldTarget"));
        // As Identity normalises it; the database's upper() may know ASCII only.
        command.Parameters.AddWithValue("email", text.Normalize().ToUpperInvariant());
        command.Parameters.AddWithValue("id", NpgsqlDbType.Uuid, Guid.TryParse(text, out var id) ? id : DBNull.Value);
        return (await command.ListAsync(row => new HoldTarget(row.GetGuid(0), row.Maybe<Guid>(1)), ct)).SingleOrDefault();
    }
}
