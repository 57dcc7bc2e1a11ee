using ConversationMemory.Data;
using ConversationMemory.Data.Storage.Queries;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Messages.Packing;

/// <summary>
/// Brings a packed conversation back into the messages table. Whoever is about to write in a conversation calls it first, after
/// taking a reply's row and before reading messages; one that is not packed costs a look at its row.
/// </summary>
public static class Unpacker
{
    /// <summary>Locks the conversation until the caller's transaction ends, and unpacks what is in its window.</summary>
    /// <param name="db">Within a transaction of the owner.</param>
    /// <param name="conversationId">Of the current user.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>False: no such live conversation.</returns>
    public static Task<bool> RunAsync(AppDbContext db, Guid conversationId, CancellationToken ct) =>
        RunAsync(db, conversationId, int.MaxValue, ct);

    /// <summary>The same, and unpacks everything from this message on, which may have left the window.</summary>
    public static async Task<bool> RunAsync(AppDbContext db, Guid conversationId, int seq, CancellationToken ct)
    {
        if (await LockConversation.RunAsync(db, conversationId, ct) is not { } locked) return false;
        var from = Math.Min(seq, locked.FirstSeq);
        if (locked.PackedSeq < from) return true;
        var segments = db.Segments.Where(s =>
            s.OwnerId == db.CurrentUser.RequiredId && s.ConversationId == conversationId && s.ThroughSeq >= from);
        var contents = (await segments.OrderBy(s => s.FromSeq).Select(s => s.Data).ToListAsync(ct)).ConvertAll(SegmentCodec.Decode);
        foreach (var content in contents)
            await RestoreMessages.RunAsync(db, conversationId, [.. content.Messages.Where(m => !m.Pinned)], ct);
        await segments.ExecuteDeleteAsync(ct);
        // Then only: what a summary covers may go when it comes.
        foreach (var summary in contents.SelectMany(content => content.Summaries))
            await RestoreSummary.RunAsync(db, conversationId, summary, ct);
        return true;
    }
}
