using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Data.Audit.Queries;

/// <summary>Adds an entry within the transaction of another context of the maintenance role.</summary>
public static class AddAuditEntry
{
    public static Task RunAsync(DbContext db, AuditEntry entry, CancellationToken ct) => db.ExecuteAsync(
        "Audit/Queries/AddAuditEntry",
        new { actor = entry.ActorId, action = entry.Action, kind = entry.TargetKind, target = entry.TargetId, detail = entry.Detail },
        ct);
}
