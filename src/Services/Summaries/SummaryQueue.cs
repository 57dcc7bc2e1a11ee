using ConversationMemory.Data;
using ConversationMemory.Data.Summaries;
using ConversationMemory.Services.Messages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Services.Summaries;

/// <summary>Asks for summaries in the background. The queue is a table, so that it survives the app.</summary>
public sealed class SummaryQueue(AppDbContext db, IOptions<ConversationOptions> options, SummarySignal signal, TimeProvider clock)
{
    /// <summary>Queues the conversation if it has grown enough; within the caller's transaction.</summary>
    /// <returns>True when it was queued: announce it after the commit.</returns>
    public async Task<bool> EnqueueIfDueAsync(Guid conversationId, CancellationToken ct)
    {
        var owner = db.CurrentUser.RequiredId;
        var policy = await db.PolicyOf(owner, conversationId).AsNoTracking().SingleAsync(ct);
        var unsummarised = await db.Messages.IgnoreQueryFilters()
            .Where(m => m.OwnerId == owner && m.ConversationId == conversationId && m.Seq > m.Conversation!.SummarySeq)
            .GroupBy(_ => 1)
            .Select(all => new { Messages = all.Count(), Tokens = all.Sum(m => (long)m.Tokens) })
            .SingleOrDefaultAsync(ct);
        if (unsummarised is null) return false;
        if (!SummaryRules.From(options.Value, policy).IsDue(unsummarised.Messages, unsummarised.Tokens)) return false;
        if (await db.SummaryJobs.AnyAsync(j => j.OwnerId == owner && j.ConversationId == conversationId, ct)) return false;
        var now = clock.GetUtcNow();
        db.SummaryJobs.Add(new SummaryJob { OwnerId = owner, ConversationId = conversationId, RequestedAt = now, NotBefore = now });
        await db.SaveChangesAsync(ct);
        return true;
    }

    /// <summary>Wakes this instance's worker.</summary>
    public void Announce() => signal.Set();
}
