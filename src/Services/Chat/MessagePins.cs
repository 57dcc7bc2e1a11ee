using ConversationMemory.Data;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Messages.Packing;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Chat;

/// <summary>Pins messages of the current user: a pinned one stays in sight and in the context when it leaves the window.</summary>
public sealed class MessagePins(AppDbContext db)
{
    /// <exception cref="ProblemException">There is no such conversation.</exception>
    public async Task SetAsync(Guid conversationId, int seq, bool pinned, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var owner = db.CurrentUser.RequiredId;
        var message = db.Messages.Where(m => m.OwnerId == owner && m.ConversationId == conversationId && m.Seq == seq);
        if (!await Unpacker.RunAsync(db, conversationId, seq, ct)) throw ProblemException.NoConversation();
        var changed = await message.ExecuteUpdateAsync(set => set.SetProperty(m => m.Pinned, pinned), ct);
        if (changed == 0) throw ProblemException.NoConversation();
        await transaction.CommitAsync(ct);
    }
}
