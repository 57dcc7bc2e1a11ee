using Npgsql;

namespace ConversationMemory.Data.Work.Queries;

/// <summary>The one channel by which instances wake each other.</summary>
public static class WakeUpChannel
{
    /// <summary>What PostgreSQL takes as one payload, in bytes.</summary>
    public const int MostBytes = 7999;

    /// <summary>Sends one payload. Never within a transaction that saves something: those commits would queue for one lock of the whole server.</summary>
    public static async Task SendAsync(MaintenanceDataSource database, string payload, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand(Sql.Read("Work/Queries/Notify"));
        command.Parameters.AddWithValue("payload", payload);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Listens on a connection until it is closed.</summary>
    public static async Task ListenAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql.Read("Work/Queries/Listen"), connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
