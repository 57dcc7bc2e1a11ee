using ConversationMemory.Services.Work;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Services.Chat;

/// <summary>Beats beside the writing of a reply: keeps its text and hears of a stop asked for at another instance.</summary>
public sealed class ReplyHeartbeat(IServiceScopeFactory scopes, TimeProvider clock, ILogger<ReplyHeartbeat> log)
{
    /// <summary>How old the text in the database may be.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Without a beat for so long, a reply is taken to be abandoned.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public async Task RunAsync(LiveReply reply, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(ct))
        {
            try
            {
                await BeatAsync(reply, ct);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // The database may be away for a moment; the next beat tries again.
                log.LogWarning(fault, "No heartbeat for reply {UserSeq} of conversation {ConversationId}",
                    reply.Key.UserSeq, reply.Key.ConversationId);
            }
        }
    }

    private async Task BeatAsync(LiveReply reply, CancellationToken ct)
    {
        await using var scope = scopes.AsOwner(reply.Key.OwnerId);
        var store = scope.Get<ReplyStore>();
        switch (await store.CheckpointAsync(reply.Key, reply.Text, ct))
        {
            case ReplyState.StopRequested:
                reply.RequestStop();
                break;
            case ReplyState.Gone:
                reply.Abandon();
                break;
        }
    }
}
