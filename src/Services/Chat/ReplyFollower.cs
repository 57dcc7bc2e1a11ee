using System.Runtime.CompilerServices;
using ConversationMemory.Data;
using ConversationMemory.Data.Sharing.Queries;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Messages.Access;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Chat;

/// <summary>Watches a reply grow, wherever it is written, from its beginning.</summary>
public sealed class ReplyFollower(AppDbContext db, LiveReplies replies, StreamWatch streams, TimeProvider clock)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Updates until the reply has ended; at once, where it is not being written. Each brings only what is new. They also end, within a second, when
    /// whoever watches may read no more.
    /// </summary>
    public async IAsyncEnumerable<ReplyUpdate> FollowAsync(
        Guid conversationId, int userSeq, [EnumeratorCancellation] CancellationToken ct)
    {
        var seen = 0;
        using var stream = streams.Watch(new StreamRight(db.CurrentUser.Id!.Value, db.CurrentUser.RequiredId, conversationId), ct);
        if (replies.Find(new ReplyKey(db.CurrentUser.RequiredId, conversationId, userSeq)) is { } live)
        {
            while (!stream.Ended.IsCancellationRequested)
            {
                var (update, next) = live.Read(seen);
                seen += update.Delta.Length;
                yield return update;
                if (update.Ended) yield break;
                await next.WaitAsync(stream.Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        // Another instance writes it: its row tells, a second late.
        using var timer = new PeriodicTimer(PollInterval, clock);
        while (!stream.Ended.IsCancellationRequested && await TextAsync(conversationId, userSeq, ct) is { } text)
        {
            if (text.Length > seen) yield return new ReplyUpdate(text[seen..], [], Ended: false);
            seen = Math.Max(seen, text.Length);
            await timer.WaitForNextTickAsync(ct);
        }

        ct.ThrowIfCancellationRequested();
        yield return new ReplyUpdate("", [], Ended: true) { IsTakenBack = stream.Ended.IsCancellationRequested };
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
