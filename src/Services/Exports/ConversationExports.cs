using ConversationMemory.Data;
using ConversationMemory.Data.Chat;
using ConversationMemory.Data.Conversations;
using ConversationMemory.Data.Storage;
using ConversationMemory.Data.Summaries;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Messages.Packing;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Exports;

/// <summary>
/// Reads whole conversations of the current user, in the archive and the trash too, within the caller's transaction; at <c>RepeatableRead</c> all of an
/// export is of one moment. A reply that is still being written is not a message yet and not part of it.
/// </summary>
public sealed class ConversationExports(AppDbContext db, AuthorNames names)
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
        var segments = await SegmentsAsync(id, ct);
        return Whole(found.Conversation, found.Agent, await SummariesAsync(id, segments, ct), await MessagesAsync(id, segments, ct));
    }

    private Guid Owner => db.CurrentUser.RequiredId;

    // Not only what the window shows: what waits behind it to be summarised is stored and this person's too, and an
    // export before a deletion would otherwise lose it without a word. Pinned messages lie in both places.
    private async Task<List<ExportedMessage>> MessagesAsync(Guid id, IReadOnlyList<Segment> segments, CancellationToken ct)
    {
        var stored = await db.Messages.IgnoreQueryFilters()
            .Where(m => m.OwnerId == Owner && m.ConversationId == id)
            .AsNoTracking()
            .ToListAsync(ct);
        List<Message> all = [.. stored.Concat(segments.SelectMany(PackedMessages.Read)).DistinctBy(m => m.Seq).OrderBy(m => m.Seq)];
        var authors = await names.OfAsync(all.Select(m => m.AuthorId), ct);
        return all.ConvertAll(m => m.AuthorId is { } author ? Exported(m) with { Author = authors[author] } : Exported(m));
    }

    private async Task<List<ExportedSummary>> SummariesAsync(Guid id, IReadOnlyList<Segment> segments, CancellationToken ct)
    {
        var stored = await db.Summaries.Where(s => s.OwnerId == Owner && s.ConversationId == id).AsNoTracking().ToListAsync(ct);
        return [.. stored.Concat(segments.SelectMany(PackedMessages.Summaries)).DistinctBy(s => s.Version).OrderBy(s => s.Version).Select(Exported)];
    }

    private Task<List<Segment>> SegmentsAsync(Guid id, CancellationToken ct) =>
        db.Segments.Where(s => s.OwnerId == Owner && s.ConversationId == id).AsNoTracking().ToListAsync(ct);

    // An imported name stands where it stood in the file it came from.
    private static ExportedMessage Exported(Message m) => ImportedAuthor.Of(m) is { } imported
        ? AsStored(m) with { Context = null, Author = imported, AuthorIsImported = true }
        : AsStored(m);

    private static ExportedMessage AsStored(Message m) => new()
    {
        Seq = m.Seq,
        Role = m.Role,
        Status = m.Status,
        Content = m.Content,
        ToolCalls = m.ToolCalls,
        Tokens = m.Tokens,
        ReplyTo = m.ReplyTo,
        Model = m.Model,
        Error = m.Error,
        Context = m.Context,
        Pinned = m.Pinned,
        CreatedAt = m.CreatedAt,
    };

    private static ExportedSummary Exported(Summary s) => new()
    {
        Version = s.Version,
        FromSeq = s.FromSeq,
        ThroughSeq = s.ThroughSeq,
        Content = s.Content,
        Tokens = s.Tokens,
        Source = s.Source,
        Model = s.Model,
        CreatedAt = s.CreatedAt,
    };

    private static ConversationExport Whole(
        Conversation conversation, string? agent, List<ExportedSummary> summaries, List<ExportedMessage> messages) => new()
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
