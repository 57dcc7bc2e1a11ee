using System.Runtime.CompilerServices;
using ConversationMemory.Data;
using ConversationMemory.Services.Sharing;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Chat;

/// <summary>Watches a reply grow, wherever it is written, from its beginning.</summary>
public sealed class ReplyFollower(AppDbContext db, LiveReplies replies, ConversationAccess access, TimeProvider clock)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Updates until the reply has ended; at once, where it is not being written. Each brings only what is new.</summary>
    public async IAsyncEnumerable<ReplyUpdate> FollowAsync(
        Guid conversationId, int userSeq, [EnumeratorCancellation] CancellationToken ct)
    {
        var seen = 0;
        using var stays = access.WatchMembership(ct);
        if (replies.Find(new ReplyKey(db.CurrentUser.RequiredId, conversationId, userSeq)) is { } live)
        {
            while (true)
            {
                var (update, next) = live.Read(seen);
                seen += update.Delta.Length;
                yield return update;
                if (update.Ended) yield break;
                if (!await ChangesAsync(next, stays.Token)) break;
            }
        }

        // Removed from the conversation: nothing of it is told any more.
        ct.ThrowIfCancellationRequested();
        if (stays.IsCancellationRequested)
        {
            yield return new ReplyUpdate("", [], Ended: true);
            yield break;
        }

        // Another instance writes it: its row tells, a second late.
        using var timer = new PeriodicTimer(PollInterval, clock);
        while (await TextAsync(conversationId, userSeq, ct) is { } text)
        {
            if (text.Length > seen) yield return new ReplyUpdate(text[seen..], [], Ended: false);
            seen = Math.Max(seen, text.Length);
            await timer.WaitForNextTickAsync(ct);
        }

        yield return new ReplyUpdate("", [], Ended: true);
    }

    private static async Task<bool> ChangesAsync(Task next, CancellationToken ct)
    {
        try
        {
            await next.WaitAsync(ct);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<string?> TextAsync(Guid conversationId, int userSeq, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        return await db.Replies
            .Where(r => r.OwnerId == db.CurrentUser.RequiredId && r.ConversationId == conversationId && r.UserSeq == userSeq)
            .Select(r => r.Text)
            .FirstOrDefaultAsync(ct);
    }
}
