using ConversationMemory.Data;
using ConversationMemory.Data.Chat;
using ConversationMemory.Data.Conversations;
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
    /// <param name="conversationId">Of the current user, live; of any other conversation there are no messages.</param>
    /// <param name="before">Only messages with a smaller seq; null: the newest ones.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="ct">Ends the query.</param>
    public Task<TranscriptPage> PageAsync(Guid conversationId, int? before, int limit, CancellationToken ct) =>
        PageAsync(db.Conversations, conversationId, before, limit, ct);

    /// <summary>The same of a conversation that is live or in the archive.</summary>
    public Task<TranscriptPage> PageWithArchiveAsync(Guid conversationId, int? before, int limit, CancellationToken ct) =>
        PageAsync(
            db.Conversations.IgnoreQueryFilters([Conversation.LiveFilter]).Where(c => c.DeletedAt == null), conversationId, before, limit, ct);

    private async Task<TranscriptPage> PageAsync(
        IQueryable<Conversation> conversations, Guid conversationId, int? before, int limit, CancellationToken ct)
    {
        var conversation = await conversations.AsNoTracking()
            .FirstOrDefaultAsync(c => c.OwnerId == db.CurrentUser.RequiredId && c.Id == conversationId, ct);
        if (conversation is null) return new TranscriptPage([], HasMore: false);
        // One more than asked for tells whether there are older ones.
        var messages = await reader.BeforeAsync(conversation, before ?? int.MaxValue, limit + 1, ct);
        var hasMore = messages.Count > limit;
        if (hasMore) messages.RemoveAt(0);
        return new TranscriptPage(messages, hasMore);
    }
}
