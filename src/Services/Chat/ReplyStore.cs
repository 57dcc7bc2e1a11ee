using ConversationMemory.Data;
using ConversationMemory.Data.Chat;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Messages.Packing;
using ConversationMemory.Services.Summaries;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Chat;

/// <summary>Keeps a reply in the database: while it grows, and when it ends.</summary>
public sealed class ReplyStore(AppDbContext db, SummaryQueue summaries, TimeProvider clock)
{
    /// <summary>Puts the reply's message in the place of its row, in one transaction.</summary>
    /// <returns>False when the row is gone: the conversation was deleted, or the question edited, meanwhile.</returns>
    public async Task<bool> FinishAsync(ReplyKey key, ReplyOutcome outcome, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var held = await Row(key).ExecuteDeleteAsync(ct);
        if (held == 0) return false;
        await Unpacker.RunAsync(db, key.ConversationId, ct);
        db.ChangeTracker.Clear();
        db.Messages.Add(new Message
        {
            OwnerId = key.OwnerId,
            ConversationId = key.ConversationId,
            Role = MessageRole.Assistant,
            Status = outcome.Status,
            Content = outcome.Text,
            ToolCalls = outcome.ToolCalls.Count > 0 ? outcome.ToolCalls : null,
            Tokens = MessageTokens.Of(outcome.Text, outcome.ToolCalls),
            ReplyTo = key.UserSeq,
            Model = outcome.Model,
            Context = outcome.Context,
            Error = outcome.Error,
            CreatedAt = clock.GetUtcNow(),
        });
        await db.SaveChangesAsync(ct);
        var due = await summaries.EnqueueIfDueAsync(key.ConversationId, ct);
        await transaction.CommitAsync(ct);
        if (due) summaries.Announce();
        return true;
    }

    /// <summary>Keeps the text so far and says that the reply is being written.</summary>
    /// <returns>What its reader has decided meanwhile.</returns>
    public async Task<ReplyState> CheckpointAsync(ReplyKey key, string text, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var now = clock.GetUtcNow();
        var held = await Row(key).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.Text, text).SetProperty(r => r.HeartbeatAt, now), ct);
        var stop = held > 0 && await Row(key).Select(r => r.StopRequested).FirstAsync(ct);
        await transaction.CommitAsync(ct);
        return held == 0 ? ReplyState.Gone : stop ? ReplyState.StopRequested : ReplyState.Wanted;
    }

    private IQueryable<Reply> Row(ReplyKey key) => db.Replies.Where(r =>
        r.OwnerId == key.OwnerId && r.ConversationId == key.ConversationId && r.UserSeq == key.UserSeq);
}
