using System.Data;
using ConversationMemory.Data;
using ConversationMemory.Data.Conversations;
using ConversationMemory.Data.Messages;
using ConversationMemory.Data.Summaries;
using ConversationMemory.Services.Messages.Packing.Terms;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ConversationMemory.Services.Messages.Packing;

/// <summary>Packs a conversation of the current user into segments. Nobody waits for it: whoever writes meanwhile wins.</summary>
public sealed class Packer(AppDbContext db)
{
    // Enough to compress well, and few enough that a page of a long conversation is soon unpacked.
    private const int MostMessages = 200;

    /// <param name="conversationId">Of the current user; live or in the archive.</param>
    /// <param name="whole">All of it; otherwise what has left the window.</param>
    /// <param name="ct">Ends it; nothing is changed then.</param>
    /// <returns>False when there is nothing to pack, or somebody was writing in it.</returns>
    public async Task<bool> PackAsync(Guid conversationId, bool whole, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        // All reads see one moment, and the trigger fails when the conversation has changed since.
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        if (await RangeAsync(conversationId, whole, ct) is not { } range) return false;
        try
        {
            await PackAsync(conversationId, range, whole, ct);
            await transaction.CommitAsync(ct);
            return true;
        }
        catch (Exception refused) when (IsChange(refused.GetBaseException() as PostgresException))
        {
            return false;
        }
    }

    private async Task<(int After, int Through)?> RangeAsync(Guid id, bool whole, CancellationToken ct)
    {
        var seqs = await db.Conversations.IgnoreQueryFilters([Conversation.LiveFilter])
            .Where(c => c.OwnerId == db.CurrentUser.RequiredId && c.Id == id && c.DeletedAt == null)
            .Select(c => new { c.PackedSeq, Through = whole ? c.LastSeq : c.FirstSeq - 1 })
            .FirstOrDefaultAsync(ct);
        return seqs is null || seqs.Through <= seqs.PackedSeq ? null : (seqs.PackedSeq, seqs.Through);
    }

    private async Task PackAsync(Guid id, (int After, int Through) range, bool whole, CancellationToken ct)
    {
        var after = range.After;
        while (after < range.Through)
        {
            var part = await PartAsync(id, (after, range.Through), ct);
            if (part.Count == 0) return;
            // The last one reaches to the end, where messages may have been removed, and takes the summaries.
            var isLast = part.Count < MostMessages || part[^1].Seq == range.Through;
            var summaries = whole && isLast ? await TakeSummariesAsync(id, ct) : [];
            after = isLast ? range.Through : part[^1].Seq;
            db.Segments.Add(Segment(id, part, summaries, after));
            await db.SaveChangesAsync(ct);
            db.ChangeTracker.Clear();
        }
    }

    // The next messages to pack, with all that is kept of them.
    private Task<List<MessageRecord>> PartAsync(Guid id, (int After, int Through) range, CancellationToken ct) => db.Messages.IgnoreQueryFilters()
        .Where(m => m.OwnerId == db.CurrentUser.RequiredId && m.ConversationId == id && m.Seq > range.After && m.Seq <= range.Through)
        .OrderBy(m => m.Seq)
        .Take(MostMessages)
        .AsNoTracking()
        .ToListAsync(ct);

    private async Task<List<Summary>> TakeSummariesAsync(Guid id, CancellationToken ct)
    {
        var all = db.Summaries.Where(s => s.OwnerId == db.CurrentUser.RequiredId && s.ConversationId == id);
        var summaries = await all.OrderBy(s => s.Version).AsNoTracking().ToListAsync(ct);
        if (summaries.Count > 0) await all.ExecuteDeleteAsync(ct);
        return summaries;
    }

    private Segment Segment(Guid id, List<MessageRecord> part, IReadOnlyList<Summary> summaries, int through)
    {
        var content = new SegmentContent(part, summaries);
        return new Segment
        {
            OwnerId = db.CurrentUser.RequiredId,
            ConversationId = id,
            FromSeq = part[0].Seq,
            ThroughSeq = through,
            MessageCount = part.Count,
            UnpackedBytes = part.Sum(message => (long)message.Bytes),
            Data = SegmentCodec.Encode(content),
            Terms = SegmentTerms.Of(content),
        };
    }

    private static bool IsChange(PostgresException? refusal) =>
        refusal is { SqlState: PostgresErrorCodes.SerializationFailure } or { ConstraintName: "segments_changed" };
}
