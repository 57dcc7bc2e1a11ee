using ConversationMemory.Data;
using ConversationMemory.Data.Chat;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Conversations;

/// <param name="Messages">Oldest first.</param>
/// <param name="HasMore">There are older ones.</param>
public sealed record TranscriptPage(IReadOnlyList<Message> Messages, bool HasMore);

/// <summary>The messages a reader sees of one conversation. Reads within the caller's transaction.</summary>
public sealed class Transcript(AppDbContext db)
{
    /// <param name="conversationId">Of the current user; of any other conversation there are no messages.</param>
    /// <param name="before">Only messages with a smaller seq; null: the newest ones.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="ct">Ends the query.</param>
    public async Task<TranscriptPage> PageAsync(Guid conversationId, int? before, int limit, CancellationToken ct)
    {
        var messages = await db.Messages
            .Where(m => m.OwnerId == db.CurrentUser.RequiredId && m.ConversationId == conversationId && (before == null || m.Seq < before))
            .OrderByDescending(m => m.Seq)
            .Take(limit + 1)
            .AsNoTracking()
            .ToListAsync(ct);
        var hasMore = messages.Count > limit;
        if (hasMore) messages.RemoveAt(limit);
        messages.Reverse();
        return new TranscriptPage(messages, hasMore);
    }
}
