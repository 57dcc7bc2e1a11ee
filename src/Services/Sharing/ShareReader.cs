using System.Data;
using ConversationMemory.Data;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Data.Sharing;
using ConversationMemory.Data.Sharing.Queries;
using ConversationMemory.Services.Operations;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Sharing;

/// <summary>Reads what a link shows, for anybody who has its address. Nothing is cached: a link that was revoked shows nothing from then on.</summary>
public sealed class ShareReader(MaintenanceDataSource database, AppDbContext db, SharedMessages messages, ReadOnlyMode readOnly)
{
    /// <returns>Null: there is no such link, or it no longer works; nothing tells which.</returns>
    public async Task<FoundLink?> FindAsync(string? token, CancellationToken ct) =>
        ShareToken.Read(token) is { } read ? await FindShareLink.RunAsync(database, read.OwnerId, read.Hash, ct) : null;

    /// <summary>The conversation, as the guest of the link.</summary>
    /// <returns>Null: the link has ended meanwhile.</returns>
    public async Task<SharedConversation?> ReadAsync(FoundLink link, CancellationToken ct)
    {
        db.CurrentUser.Guest = new Guest(link.OwnerId, link.ConversationId, MemberId: null, link.Id);
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var row = await db.ShareLinks.AsNoTracking().FirstOrDefaultAsync(l => l.OwnerId == link.OwnerId && l.Id == link.Id && l.RevokedAt == null, ct);
        return row is null ? null
            : row.Kind == ShareKind.Snapshot ? SharedConversation.Unpack(row.Data!)
            : await messages.ReadAsync(link.ConversationId, row, ct);
    }

    /// <summary>Notes that it was opened.</summary>
    public Task CountAsync(FoundLink link, CancellationToken ct) => readOnly.IsOn ? Task.CompletedTask : CountView.RunAsync(database, link, ct);
}
