using ConversationMemory.Data;
using ConversationMemory.Data.Summaries;
using ConversationMemory.Services.Messages.Packing;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Summaries;

/// <summary>Summaries, wherever they lie: in their table, or packed with the messages. Reads within the caller's transaction.</summary>
public static class SummaryReader
{
    // As in the search of messages: what a person with thousands of packed conversations has.
    private const int MostBytes = 8_000_000;

    /// <returns>The newest version; null where there is none, or the conversation is not the current user's.</returns>
    public static async Task<Summary?> CurrentAsync(AppDbContext db, Guid conversationId, CancellationToken ct) =>
        await db.Summaries
            .Where(s => s.OwnerId == db.CurrentUser.RequiredId && s.ConversationId == conversationId)
            .OrderByDescending(s => s.Version)
            .AsNoTracking()
            .FirstOrDefaultAsync(ct)
        ?? await PackedAsync(db, conversationId, ct);

    /// <summary>Those of the current user's packed conversations whose summary holds a text, in any case of letters; the archive included.</summary>
    public static async Task<IReadOnlySet<Guid>> PackedWithAsync(AppDbContext db, string text, CancellationToken ct)
    {
        var found = new HashSet<Guid>();
        var bytes = 0;
        var newest = db.Segments.Where(s => s.OwnerId == db.CurrentUser.RequiredId).OrderByDescending(s => s.CreatedAt)
            .Select(s => new { s.ConversationId, s.Data }).AsAsyncEnumerable();
        await foreach (var segment in newest.WithCancellation(ct))
        {
            if (SegmentCodec.Decode(segment.Data).Summaries is [.., { } current] && current.Content.Contains(text, StringComparison.OrdinalIgnoreCase))
                found.Add(segment.ConversationId);
            if ((bytes += segment.Data.Length) > MostBytes) break;
        }

        return found;
    }

    private static async Task<Summary?> PackedAsync(AppDbContext db, Guid conversationId, CancellationToken ct)
    {
        var data = await db.Segments
            .Where(s => s.OwnerId == db.CurrentUser.RequiredId && s.ConversationId == conversationId)
            .OrderByDescending(s => s.FromSeq)
            .Select(s => s.Data)
            .FirstOrDefaultAsync(ct);
        if (data is null || SegmentCodec.Decode(data).Summaries is not [.., { } current]) return null;
        return new Summary
        {
            OwnerId = db.CurrentUser.RequiredId,
            ConversationId = conversationId,
            Version = current.Version,
            FromSeq = current.FromSeq,
            ThroughSeq = current.ThroughSeq,
            Content = current.Content,
            Tokens = current.Tokens,
            Source = current.Source,
            Model = current.Model,
            CreatedAt = current.CreatedAt,
        };
    }
}
