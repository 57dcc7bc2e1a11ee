using System.Data;
using ConversationMemory.Data;
using ConversationMemory.Data.Conversations;
using ConversationMemory.Data.Storage;
using ConversationMemory.Data.Storage.Queries;
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
            var part = await StoredMessages.RunAsync(db, id, (after, range.Through), MostMessages, ct);
            if (part.Messages.Count == 0) return;
            // The last one reaches to the end, where messages may have been removed, and takes the summaries.
            var isLast = part.Messages.Count < MostMessages || part.Messages[^1].Seq == range.Through;
            var summaries = whole && isLast ? await TakeSummariesAsync(id, ct) : [];
            after = isLast ? range.Through : part.Messages[^1].Seq;
            db.Segments.Add(Segment(id, part, summaries, after));
            await db.SaveChangesAsync(ct);
            db.ChangeTracker.Clear();
        }
    }

    private async Task<List<Summary>> TakeSummariesAsync(Guid id, CancellationToken ct)
    {
        var all = db.Summaries.Where(s => s.OwnerId == db.CurrentUser.RequiredId && s.ConversationId == id);
        var summaries = await all.OrderBy(s => s.Version).AsNoTracking().ToListAsync(ct);
        if (summaries.Count > 0) await all.ExecuteDeleteAsync(ct);
        return summaries;
    }

    private Segment Segment(Guid id, StoredPart part, IReadOnlyList<Summary> summaries, int through)
    {
        var content = new SegmentContent(part.Messages, summaries);
        return new Segment
        {
            OwnerId = db.CurrentUser.RequiredId,
            ConversationId = id,
            FromSeq = part.Messages[0].Seq,
            ThroughSeq = through,
            MessageCount = part.Messages.Count,
            UnpackedBytes = part.Bytes,
            Data = SegmentCodec.Encode(content),
            Terms = SegmentTerms.Of(content),
        };
    }

    private static bool IsChange(PostgresException? refusal) =>
        refusal is { SqlState: PostgresErrorCodes.SerializationFailure } or { ConstraintName: "segments_changed" };
}
