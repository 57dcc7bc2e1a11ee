using ConversationMemory.Data;
using ConversationMemory.Data.Agents;
using ConversationMemory.Data.Chat;
using ConversationMemory.Services.Context;
using ConversationMemory.Services.Messages;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Chat;

/// <param name="Messages">Oldest first; the last one is to be answered.</param>
/// <param name="Authors">Names of those who wrote, where they are several; else none.</param>
/// <param name="IsShared">Others than the owner read what is answered, or asked it.</param>
public sealed record ReplyMaterials(
    Agent Agent, ContextSummary? Summary, IReadOnlyList<Message> Messages, MessageAuthors Authors, bool IsShared);

/// <summary>Reads what a reply is made from, in one short transaction.</summary>
public sealed class ReplyMaterial(AppDbContext db, MessageReader reader)
{
    // More would not fit any budget, and the context's record should stay readable.
    private const int MostMessages = 200;

    public async Task<ReplyMaterials> ReadAsync(ReplyKey key, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var agent = await AgentAsync(key, ct);
        var summary = await SummaryAsync(key, ct);
        var messages = await MessagesAsync(key, ct);
        var hasMembers = await db.ConversationMembers.AnyAsync(m => m.OwnerId == key.OwnerId && m.ConversationId == key.ConversationId, ct);
        await transaction.CommitAsync(ct);
        var authors = await reader.AuthorsAsync(messages, ct);
        return new ReplyMaterials(agent, summary, messages, authors, hasMembers || messages.Exists(m => m.AuthorId is not null));
    }

    private Task<Agent> AgentAsync(ReplyKey key, CancellationToken ct) =>
        db.Conversations
            .Where(c => c.OwnerId == key.OwnerId && c.Id == key.ConversationId)
            .Join(db.Agents, c => c.AgentId, a => a.Id, (c, a) => a)
            .AsNoTracking()
            .SingleAsync(ct);

    private Task<ContextSummary?> SummaryAsync(ReplyKey key, CancellationToken ct) =>
        db.Summaries
            .Where(s => s.OwnerId == key.OwnerId && s.ConversationId == key.ConversationId)
            .OrderByDescending(s => s.Version)
            .Select(s => (ContextSummary?)new ContextSummary(s.Content, s.ThroughSeq))
            .FirstOrDefaultAsync(ct);

    private async Task<List<Message>> MessagesAsync(ReplyKey key, CancellationToken ct)
    {
        var newest = await db.Messages
            .Where(m => m.OwnerId == key.OwnerId && m.ConversationId == key.ConversationId && m.Seq <= key.UserSeq)
            .OrderByDescending(m => m.Seq)
            .Take(MostMessages)
            .AsNoTracking()
            .ToListAsync(ct);
        newest.Reverse();
        return newest;
    }
}
