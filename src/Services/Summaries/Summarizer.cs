using ConversationMemory.Data;
using ConversationMemory.Data.Chat;
using ConversationMemory.Data.Summaries;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Messages.Packing;
using ConversationMemory.Services.Models;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Services.Summaries;

/// <summary>
/// Folds the older part of a conversation into its running summary: the previous summary and the messages since. No
/// transaction is open while a model writes; whoever is second to store a range stores nothing.
/// </summary>
public sealed class Summarizer(AppDbContext db, SummaryWriter writer, IOptions<ConversationOptions> options, TimeProvider clock)
{
    /// <summary>Summarises as the rules say, or, when a person asks, whatever is older than the last few messages.</summary>
    /// <param name="conversationId">Of the current user.</param>
    /// <param name="asked">A person asked: summarise even where it is not due.</param>
    /// <param name="extractive">Leave the model out of it.</param>
    /// <param name="ct">Ends the work; nothing is stored then.</param>
    /// <returns>The new summary, or null when there was nothing to summarise or another worker did.</returns>
    /// <exception cref="ModelException">The model did not write one.</exception>
    public async Task<Summary?> RunAsync(Guid conversationId, bool asked, bool extractive, CancellationToken ct)
    {
        var part = await ReadAsync(conversationId, asked, ct);
        if (part is null) return null;
        var (text, source, model) = await writer.WriteAsync(part, extractive, ct);
        return await StoreAsync(conversationId, part, text, source, model, ct);
    }

    /// <summary>Stores a person's own words in the place of the current summary, as its next version.</summary>
    /// <returns>False when there is no summary to edit.</returns>
    /// <exception cref="ProblemException">The text will not do.</exception>
    public async Task<bool> EditAsync(Guid conversationId, string? text, CancellationToken ct)
    {
        var clean = MessageText.Clean(text, Summary.MaxLength);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await Unpacker.RunAsync(db, conversationId, ct) || await CurrentAsync(conversationId, ct) is not { } current) return false;
        db.Summaries.Add(Next(current, conversationId, current.FromSeq, current.ThroughSeq, clean, SummarySource.Edited, null));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <returns>The current summary, or null when there is none.</returns>
    public async Task<Summary?> FindAsync(Guid conversationId, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        return await CurrentAsync(conversationId, ct);
    }

    private Guid Owner => db.CurrentUser.RequiredId;

    private Task<Summary?> CurrentAsync(Guid conversationId, CancellationToken ct) => SummaryReader.CurrentAsync(db, conversationId, ct);

    private async Task<PartToSummarize?> ReadAsync(Guid conversationId, bool asked, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await Unpacker.RunAsync(db, conversationId, ct)) throw ProblemException.NoConversation();
        var agentModel = await db.Conversations
            .Where(c => c.OwnerId == Owner && c.Id == conversationId)
            .Join(db.Agents, c => c.AgentId, a => a.Id, (c, a) => new { a.Model })
            .SingleAsync(ct);
        var policy = await db.PolicyOf(Owner, conversationId).AsNoTracking().SingleAsync(ct);
        var current = await CurrentAsync(conversationId, ct);
        var through = current?.ThroughSeq ?? 0;
        var messages = await db.Messages.IgnoreQueryFilters()
            .Where(m => m.OwnerId == Owner && m.ConversationId == conversationId && m.Seq > through)
            .OrderBy(m => m.Seq)
            .AsNoTracking()
            .ToListAsync(ct);
        var isShared = messages.Exists(MessageAuthors.IsByAnother)
            || await db.ConversationMembers.AnyAsync(m => m.OwnerId == Owner && m.ConversationId == conversationId, ct);
        // The newest question stays out in any case: it may yet be answered again.
        var newestQuestion = messages.FindLastIndex(m => m.Role == MessageRole.User);
        var folded = messages.Count - Kept(messages, SummaryRules.From(options.Value, policy), asked);
        if (newestQuestion >= 0) folded = Math.Min(folded, newestQuestion);
        await transaction.CommitAsync(ct);
        return folded <= 0 ? null : new PartToSummarize(current, [.. messages.Take(folded)], agentModel.Model, isShared);
    }

    /// <summary>How many of the newest messages stay out of the summary; all of them when it is not due.</summary>
    private static int Kept(List<Message> messages, SummaryRules rules, bool asked) =>
        asked ? Math.Min(rules.Keep, messages.Count / 2)
        : rules.IsDue(messages.Count, messages.Sum(m => (long)m.Tokens)) ? rules.Keep
        : messages.Count;

    private async Task<Summary?> StoreAsync(
        Guid conversationId, PartToSummarize part, string text, SummarySource source, string? model, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Packed again while the model wrote, what the summary covers could not go.
        if (!await Unpacker.RunAsync(db, conversationId, ct)) return null;
        var through = part.Messages[^1].Seq;
        var from = part.Previous?.FromSeq ?? part.Messages[0].Seq;
        var summary = Next(part.Previous, conversationId, from, through, text, source, model);
        db.Summaries.Add(summary);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException conflict) when (conflict.InnerException is Npgsql.PostgresException
        {
            SqlState: Npgsql.PostgresErrorCodes.UniqueViolation or Npgsql.PostgresErrorCodes.ForeignKeyViolation,
        })
        {
            // Another worker summarised it, a person edited the summary, or the conversation is gone.
            return null;
        }

        await transaction.CommitAsync(ct);
        return summary;
    }

    private Summary Next(
        Summary? previous, Guid conversationId, int from, int through, string text, SummarySource source, string? model) => new()
        {
            OwnerId = Owner,
            ConversationId = conversationId,
            Version = (previous?.Version ?? 0) + 1,
            FromSeq = from,
            ThroughSeq = through,
            Content = text,
            Tokens = MessageTokens.Of(text),
            Source = source,
            Model = model,
            CreatedAt = clock.GetUtcNow(),
        };
}
