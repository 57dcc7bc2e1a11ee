using System.Data;
using ConversationMemory.Data;
using ConversationMemory.Data.Chat;
using ConversationMemory.Data.Conversations;
using ConversationMemory.Data.Retention;
using ConversationMemory.Services.Messages.Packing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ConversationMemory.Services.Messages;

/// <summary>The messages of a conversation, wherever they lie: in their table, or packed. Reads within the caller's transaction.</summary>
public sealed class MessageReader(AppDbContext db, AuthorNames names)
{
    /// <summary>The newest messages a reader sees.</summary>
    /// <param name="conversation">Of the current user, as it is in this transaction.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="ct">Ends the query.</param>
    /// <returns>Oldest first.</returns>
    public Task<List<Message>> NewestAsync(Conversation conversation, int limit, CancellationToken ct) =>
        ReadAsync(conversation, int.MaxValue, limit, withArchived: false, ct);

    /// <summary>Messages with a smaller seq than <paramref name="before"/>, and also those that the window has archived.</summary>
    /// <returns>The newest of them, oldest first.</returns>
    public Task<List<Message>> BeforeAsync(Conversation conversation, int before, int limit, CancellationToken ct) =>
        ReadAsync(conversation, before, limit, withArchived: true, ct);

    /// <returns>Null where a reader sees no such message.</returns>
    public async Task<Message?> FindAsync(Conversation conversation, int seq, CancellationToken ct) =>
        seq < int.MaxValue && await BeforeAsync(conversation, seq + 1, 1, ct) is [{ } found] && found.Seq == seq ? found : null;

    /// <summary>What the people who wrote them are called, the conversation's owner among them; nobody where all is the owner's.</summary>
    public Task<MessageAuthors> AuthorsAsync(IReadOnlyList<Message> messages, CancellationToken ct) => names.OfAsync(messages, areSeveral: false, ct);

    /// <summary>What a person is called.</summary>
    public async Task<MessageAuthors> NameAsync(Guid person, CancellationToken ct) => new(await names.OfAsync([person], ct));

    private async Task<List<Message>> ReadAsync(Conversation conversation, int before, int limit, bool withArchived, CancellationToken ct)
    {
        var first = withArchived && await ArchivesAsync(conversation, ct) ? 0 : conversation.FirstSeq;
        var messages = await RowsAsync(conversation, first, before, limit, ct);
        if (conversation.PackedSeq > 0) await AddPackedAsync(messages, conversation, (first, before), limit, withArchived, ct);
        return await MovedAsync(conversation, ct) is { } moved
            ? await ReadAsync(moved, before, limit, withArchived, ct)
            : [.. messages.OrderByDescending(m => m.Seq).Take(limit).Reverse()];
    }

    /// <summary>Packed or unpacked between two of the reads, messages are seen twice or not at all: unless all see one moment, look.</summary>
    private async Task<Conversation?> MovedAsync(Conversation conversation, CancellationToken ct)
    {
        if (db.Database.CurrentTransaction?.GetDbTransaction().IsolationLevel is IsolationLevel.RepeatableRead or IsolationLevel.Serializable) return null;
        var now = await db.Conversations.IgnoreQueryFilters([Conversation.LiveFilter]).AsNoTracking()
            .FirstOrDefaultAsync(c => c.OwnerId == conversation.OwnerId && c.Id == conversation.Id, ct);
        return now is null || now.PackedSeq == conversation.PackedSeq ? null : now;
    }

    /// <summary>What has left the window and waits to be packed is seen where the policy archives it.</summary>
    private async Task<bool> ArchivesAsync(Conversation conversation, CancellationToken ct) =>
        conversation.FirstSeq > 1
        && await db.PolicyOf(conversation.OwnerId, conversation.Id).Select(p => p.WindowAction).SingleOrDefaultAsync(ct) == WindowAction.Archive;

    // The filter of messages would leave out those of a conversation in the archive.
    private Task<List<Message>> RowsAsync(Conversation conversation, int first, int before, int limit, CancellationToken ct) =>
        db.Messages.IgnoreQueryFilters()
            .Where(m => m.OwnerId == conversation.OwnerId && m.ConversationId == conversation.Id && m.Seq < before && (m.Seq >= first || m.Pinned))
            .OrderByDescending(m => m.Seq)
            .Take(limit)
            .AsNoTracking()
            .ToListAsync(ct);

    /// <summary>Adds packed messages, the newest segment first, until there are enough.</summary>
    private async Task AddPackedAsync(
        List<Message> messages, Conversation conversation, (int First, int Before) range, int limit, bool withArchived, CancellationToken ct)
    {
        var least = withArchived ? 0 : range.First;
        var segments = db.Segments
            .Where(s => s.OwnerId == conversation.OwnerId && s.ConversationId == conversation.Id && s.FromSeq < range.Before && s.ThroughSeq >= least)
            .OrderByDescending(s => s.FromSeq)
            .AsNoTracking()
            .AsAsyncEnumerable();
        // Pinned messages are in both places.
        var known = messages.Select(m => m.Seq).ToHashSet();
        await foreach (var segment in segments.WithCancellation(ct))
        {
            if (messages.Count(m => m.Seq > segment.ThroughSeq) >= limit) return;
            var isArchived = withArchived && segment.ThroughSeq < conversation.FirstSeq;
            messages.AddRange(PackedMessages.Read(segment)
                .Where(m => m.Seq < range.Before && (m.Seq >= range.First || isArchived) && known.Add(m.Seq)));
        }
    }
}
