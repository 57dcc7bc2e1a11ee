using ConversationMemory.Data;
using ConversationMemory.Services.Chat;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Conversations;

/// <summary>What a person does to a conversation as a whole.</summary>
public sealed class ConversationEditor(AppDbContext db, ReplyRunner runner)
{
    /// <exception cref="ChatException">The title will not do, or there is no such conversation.</exception>
    public async Task RenameAsync(Guid id, string? title, CancellationToken ct)
    {
        var clean = ConversationTitle.Clean(title);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var renamed = await db.Conversations
            .Where(c => c.OwnerId == Owner && c.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Title, clean).SetProperty(c => c.TitleIsAutomatic, false), ct);
        if (renamed == 0) throw ChatException.NoConversation();
        await transaction.CommitAsync(ct);
    }

    /// <summary>Deletes the conversation with all that is in it, and gives up the replies that are being written.</summary>
    /// <exception cref="ChatException">There is no such conversation.</exception>
    public async Task DeleteAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Replies first: a reply that ends takes its own row, then the conversation's, and must not meet us the other way.
        await db.Replies.Where(r => r.OwnerId == Owner && r.ConversationId == id).ExecuteDeleteAsync(ct);
        var deleted = await db.Conversations.Where(c => c.OwnerId == Owner && c.Id == id).ExecuteDeleteAsync(ct);
        if (deleted == 0) throw ChatException.NoConversation();
        await transaction.CommitAsync(ct);
        runner.AbandonAll(Owner, id);
    }

    private Guid Owner => db.CurrentUser.RequiredId;
}
