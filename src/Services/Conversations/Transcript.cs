using ConversationMemory.Data;
using ConversationMemory.Data.Chat;
using ConversationMemory.Data.Conversations;
using ConversationMemory.Services.Messages;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Conversations;

/// <param name="Messages">Oldest first.</param>
/// <param name="HasMore">There are older ones.</param>
public sealed record TranscriptPage(IReadOnlyList<Message> Messages, bool HasMore);

/// <summary>
/// The messages a reader sees of one conversation, and before them those that its window has archived. Reads within the caller's
/// transaction.
/// </summary>
public sealed class Transcript(AppDbContext db, MessageReader reader)
{
    /// <param name="conversationId">Of the current user, live or in the archive; of any other conversation there are no messages.</param>
    /// <param name="before">Only messages with a smaller seq; null: the newest ones.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="ct">Ends the query.</param>
    public async Task<TranscriptPage> PageAsync(Guid conversationId, int? before, int limit, CancellationToken ct)
    {
        var conversation = await db.Conversations.IgnoreQueryFilters([Conversation.LiveFilter]).AsNoTracking()
            .FirstOrDefaultAsync(c => c.OwnerId == db.CurrentUser.RequiredId && c.Id == conversationId && c.DeletedAt == null, ct);
        if (conversation is null) return new TranscriptPage([], HasMore: false);
        // One more than asked for tells whether there are older ones.
        var messages = await reader.BeforeAsync(conversation, before ?? int.MaxValue, limit + 1, ct);
        var hasMore = messages.Count > limit;
        if (hasMore) messages.RemoveAt(0);
        return new TranscriptPage(messages, hasMore);
    }
}
