using ConversationMemory.Data;
using ConversationMemory.Data.Chat.Queries;
using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Services.Chat;

/// <summary>Ends the replies of an instance that died: what they had of text stays, marked as broken, and can be retried.</summary>
public sealed class ReplyRecovery(MaintenanceDataSource database, LiveReplies replies, IServiceScopeFactory scopes, InstanceInfo instance, TimeProvider clock)
{
    private const string Broken = "This reply was cut off because the portal stopped. Your message is kept; please try again.";

    private bool hasRun;

    /// <summary>Ends all whose heartbeat has stopped.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        // Nobody else can be writing in a database of one's own: what is unfinished at the start is abandoned.
        await RunAsync(instance.IsAlone && !hasRun ? TimeSpan.Zero : ReplyHeartbeat.Patience, ct);
        hasRun = true;
    }

    /// <param name="patience">How long a heartbeat may be missing; zero where no other instance can be alive.</param>
    /// <param name="ct">Ends the work between two replies.</param>
    public async Task<int> RunAsync(TimeSpan patience, CancellationToken ct)
    {
        var abandoned = await AbandonedReplies.RunAsync(database, clock.GetUtcNow() - patience, replies.InstanceId, ct);
        foreach (var reply in abandoned) await EndAsync(reply, ct);
        return abandoned.Count;
    }

    /// <summary>Forgets idempotency keys after a day.</summary>
    public Task<int> ForgetSendsAsync(CancellationToken ct) =>
        ForgetSends.RunAsync(database, clock.GetUtcNow() - TimeSpan.FromDays(1), ct);

    private async Task EndAsync(AbandonedReply abandoned, CancellationToken ct)
    {
        await using var scope = scopes.AsOwner(abandoned.OwnerId);
        var text = await TextAsync(scope.Get<AppDbContext>(), abandoned, ct);
        await scope.Get<ReplyStore>().FinishAsync(
            new ReplyKey(abandoned.OwnerId, abandoned.ConversationId, abandoned.UserSeq),
            new ReplyOutcome(MessageStatus.Broken, text, [], Model: null, Context: null, Broken),
            ct);
    }

    private static async Task<string> TextAsync(AppDbContext db, AbandonedReply abandoned, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        return await db.Replies
            .Where(r => r.ConversationId == abandoned.ConversationId && r.UserSeq == abandoned.UserSeq)
            .Select(r => r.Text)
            .FirstOrDefaultAsync(ct) ?? "";
    }
}
