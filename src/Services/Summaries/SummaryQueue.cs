using ConversationMemory.Data;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Services.Summaries;

/// <summary>Asks for summaries in the background.</summary>
public sealed class SummaryQueue(AppDbContext db, IOptions<ConversationOptions> options, JobQueue jobs)
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
        return await jobs.AddAsync(db, SummaryJob.Kind, owner, conversationId, payload: null, ct);
    }

    /// <summary>After the commit: has the summary made soon.</summary>
    public void Announce() => jobs.Announce();
}
