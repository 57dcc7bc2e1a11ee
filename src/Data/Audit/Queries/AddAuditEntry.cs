using Microsoft.EntityFrameworkCore;
using NpgsqlTypes;

namespace ConversationMemory.Data.Audit.Queries;

/// <summary>Adds an entry within the transaction of another context of the maintenance role.</summary>
public static class AddAuditEntry
{
    public static async Task RunAsync(DbContext db, AuditEntry entry, CancellationToken ct)
    {
        await using var command = Sql.Within(db, "Audit/Queries/AddAuditEntry");
        command.Parameters.AddWithValue("actor", NpgsqlDbType.Uuid, (object?)entry.ActorId ?? DBNull.Value);
        command.Parameters.AddWithValue("action", entry.Action);
        command.Parameters.AddWithValue("kind", NpgsqlDbType.Text, (object?)entry.TargetKind ?? DBNull.Value);
        command.Parameters.AddWithValue("target", NpgsqlDbType.Text, (object?)entry.TargetId ?? DBNull.Value);
        command.Parameters.AddWithValue("detail", NpgsqlDbType.Jsonb, entry.Detail);
        await command.ExecuteNonQueryAsync(ct);
    }
}
