using ConversationMemory.Data;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Chat;

/// <summary>Pins messages of the current user: a pinned one stays in sight and in the context when it leaves the window.</summary>
public sealed class MessagePins(AppDbContext db)
{
    /// <exception cref="ChatException">There is no such conversation.</exception>
    public async Task SetAsync(Guid conversationId, int seq, bool pinned, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var owner = db.CurrentUser.RequiredId;
        var message = db.Messages.Where(m => m.OwnerId == owner && m.ConversationId == conversationId && m.Seq == seq);
        var changed = await message.Where(m => m.Seq > m.Conversation!.PackedSeq)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.Pinned, pinned), ct);
        // It has left the window, and stands in the archive as well.
        if (changed == 0 && !pinned) changed = await message.ExecuteDeleteAsync(ct);
        if (changed == 0) throw ChatException.NoConversation();
        await transaction.CommitAsync(ct);
    }
}
