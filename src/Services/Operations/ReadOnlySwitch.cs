using ConversationMemory.Data;
using ConversationMemory.Services.Audit;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Operations;

/// <summary>Has all instances stop writing for a while, and go on. For admins; who did it is in the audit log.</summary>
public sealed class ReadOnlySwitch(AdminDbContext db, AuditLog audit, ReadOnlyMode mode, TimeProvider clock)
{
    /// <summary>The longest text, in characters.</summary>
    public const int MaxTextLength = 500;

    /// <summary>Stops writing; if it is stopped already, changes the text.</summary>
    /// <param name="text">Why and until when, for everybody to read; null: a general word.</param>
    /// <param name="ct">Ends the command.</param>
    public Task TurnOnAsync(string? text, CancellationToken ct) => SetAsync(true, text, ct);

    public Task TurnOffAsync(CancellationToken ct) => SetAsync(false, null, ct);

    private async Task SetAsync(bool on, string? text, CancellationToken ct)
    {
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            var settings = await db.SystemSettings.SingleAsync(ct);
            if (settings.ReadOnly != on) settings.ReadOnlySince = on ? clock.GetUtcNow() : null;
            (settings.ReadOnly, settings.ReadOnlyText) = (on, text);
            await db.SaveChangesAsync(ct);
            await audit.WriteAsync(on ? "read_only.on" : "read_only.off", null, null, on ? new { Text = text } : null, ct);
            await transaction.CommitAsync(ct);
        }

        await mode.RefreshAsync(ct);
    }
}
