using ConversationMemory.Data;
using ConversationMemory.Services.Messages;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Conversations;

/// <summary>What a person writes about a conversation: its title.</summary>
public sealed class ConversationEditor(AppDbContext db)
{
    /// <exception cref="ProblemException">The title will not do, or there is no such conversation.</exception>
    public async Task RenameAsync(Guid id, string? title, CancellationToken ct)
    {
        var clean = ConversationTitle.Clean(title);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var renamed = await db.Conversations
            .Where(c => c.OwnerId == Owner && c.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Title, clean).SetProperty(c => c.TitleIsAutomatic, false), ct);
        if (renamed == 0) throw ProblemException.NoConversation();
        await transaction.CommitAsync(ct);
    }

    private Guid Owner => db.CurrentUser.RequiredId;
}
