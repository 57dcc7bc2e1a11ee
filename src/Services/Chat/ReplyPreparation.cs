using ConversationMemory.Data;
using ConversationMemory.Data.Agents;
using ConversationMemory.Data.Chat;
using ConversationMemory.Services.Context;
using ConversationMemory.Services.Models;
using ConversationMemory.Services.Retention;
using ConversationMemory.Services.Tools;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Services.Chat;

/// <summary>Reads what a reply is made from, in one short transaction, and builds its context.</summary>
public sealed class ReplyPreparation(AppDbContext db, ChatClients models, ToolBox tools, IOptions<MemoryOptions> options)
{
    // More would not fit any budget, and the context's record should stay readable.
    private const int MostMessages = 200;

    public async Task<PreparedReply> PrepareAsync(ReplyKey key, string? timeZone, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var agent = await AgentAsync(key, ct);
        var summary = await SummaryAsync(key, ct);
        var messages = await MessagesAsync(key, ct);
        await transaction.CommitAsync(ct);

        var model = models.For(agent.Model);
        var functions = tools.For(agent, key, timeZone, model.IsOffline);
        var budget = agent.ContextBudget ?? options.Value.MaxContextTokens;
        var plan = ContextBuilder.Build(new ContextRequest
        {
            Budget = budget,
            Counter = model.Counter,
            SystemPrompt = agent.SystemPrompt,
            Summary = summary,
            Messages = [.. messages.Select(m => Candidate(m, model))],
            Tools = functions,
            ToolRoom = functions.Count > 0 ? budget / 8 : 0,
        });
        return new PreparedReply(
            model,
            plan,
            new ChatOptions
            {
                Temperature = agent.Temperature,
                MaxOutputTokens = agent.MaxAnswerTokens,
                Tools = plan.IncludeTools ? [.. functions] : [],
            },
            new ToolLimits { MaxStoredSize = options.Value.MaxToolCallSize, Room = plan.Room });
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

    private static ContextMessage Candidate(Message message, ModelInUse model) => new(
        message.Seq,
        message.Role.ToString().ToLowerInvariant(),
        message.Content,
        message.ToolCalls ?? [],
        model.Counter is { IsExact: true, Encoding: "o200k_base" } && message.ToolCalls is null ? message.Tokens : null);
}
