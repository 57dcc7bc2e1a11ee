using System.Text.Json;
using ConversationMemory.Data;
using ConversationMemory.Data.Accounts;
using ConversationMemory.Data.Audit;
using ConversationMemory.Data.Audit.Queries;
using ConversationMemory.Data.RowSecurity;

namespace ConversationMemory.Services.Audit;

/// <summary>Writes down what admins do, under the name of the signed-in person. What is written can never be changed.</summary>
public sealed class AuditLog(AdminDbContext db, CurrentUser currentUser)
{
    /// <summary>Adds an entry, within the caller's transaction on <see cref="AdminDbContext"/> if there is one.</summary>
    /// <param name="action">Such as <c>policy.changed</c>.</param>
    /// <param name="targetKind">Such as <c>user</c>; null: nothing in particular.</param>
    /// <param name="targetId">Which one.</param>
    /// <param name="detail">Serialised in snake_case. Without content of conversations and without secrets.</param>
    /// <param name="ct">Ends the command.</param>
    public Task WriteAsync(string action, string? targetKind, string? targetId, object? detail, CancellationToken ct)
    {
        db.AuditLog.Add(Entry(action, targetKind, targetId, detail));
        return db.SaveChangesAsync(ct);
    }

    /// <summary>The same within the transaction that <paramref name="accounts"/> has open.</summary>
    public Task WriteAsync(
        AccountsDbContext accounts, string action, string? targetKind, string? targetId, object? detail, CancellationToken ct) =>
        AddAuditEntry.RunAsync(accounts, Entry(action, targetKind, targetId, detail), ct);

    private AuditEntry Entry(string action, string? targetKind, string? targetId, object? detail) => new()
    {
        ActorId = currentUser.Id,
        Action = action,
        TargetKind = targetKind,
        TargetId = targetId,
        Detail = detail is null ? "{}" : JsonSerializer.Serialize(detail, Json),
    };

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}
