using ConversationMemory.Data;
using ConversationMemory.Data.Conversations;
using ConversationMemory.Data.Messages;
using ConversationMemory.Data.Summaries;
using ConversationMemory.Services.Messages;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Exports;

/// <summary>
/// Reads whole conversations of the current user, in the archive and the trash too, within the caller's transaction; at <c>RepeatableRead</c> all of an
/// export is of one moment. A reply that is still being written is not a message yet and not part of it.
/// </summary>
public sealed class ConversationExports(AppDbContext db, MessageStore store, AuthorNames names)
{
    /// <returns>Null: no such conversation, or not this person's.</returns>
    public async Task<ConversationExport?> ReadAsync(Guid id, CancellationToken ct)
    {
        var found = await (
            from c in db.Conversations.IgnoreQueryFilters([Conversation.LiveFilter])
            // The agent may be out of this person's sight by now; the conversation is still theirs.
            join a in db.Agents on c.AgentId equals a.Id into agents
            from agent in agents.DefaultIfEmpty()
            where c.OwnerId == Owner && c.Id == id
            select new { Conversation = c, Agent = agent == null ? null : agent.Name }).AsNoTracking().FirstOrDefaultAsync(ct);
        if (found is null) return null;
        // Not only what the window shows: what waits behind it to be summarised is stored and this person's too, and an
        // export before a deletion would otherwise lose it without a word.
        var stored = await store.AllAsync(id, ct);
        return Whole(found.Conversation, found.Agent, stored.Summaries, await NamedAsync(stored.Messages, ct));
    }

    private Guid Owner => db.CurrentUser.RequiredId;

    // A file names members; whose account that was stays here.
    private async Task<IReadOnlyList<MessageRecord>> NamedAsync(IReadOnlyList<MessageRecord> messages, CancellationToken ct)
    {
        var authors = await names.OfAsync(messages.Select(m => m.AuthorId), ct);
        return authors.Count == 0 ? messages : [.. messages.Select(m => m.AuthorId is { } author ? m with { AuthorName = authors[author] } : m)];
    }

    private static ConversationExport Whole(
        Conversation conversation, string? agent, IReadOnlyList<Summary> summaries, IReadOnlyList<MessageRecord> messages) => new()
        {
            Id = conversation.Id,
            Title = conversation.Title,
            TitleIsAutomatic = conversation.TitleIsAutomatic,
            AgentId = conversation.AgentId,
            AgentName = agent ?? "Assistant",
            CreatedAt = conversation.CreatedAt,
            UpdatedAt = conversation.UpdatedAt,
            ActiveAt = conversation.ActiveAt,
            LastSeq = conversation.LastSeq,
            FirstSeq = conversation.FirstSeq,
            MessageCount = conversation.MessageCount,
            TotalTokens = conversation.TotalTokens,
            PrunedCount = conversation.PrunedCount,
            PrunedSeq = conversation.PrunedSeq,
            SummarySeq = conversation.SummarySeq,
            Summaries = summaries,
            Messages = messages,
        };
}
