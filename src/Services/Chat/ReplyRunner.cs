using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Models;
using ConversationMemory.Services.Work;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Services.Chat;

/// <summary>
/// Writes replies in the background, so that they outlive the request that asked for them. When the app stops, what has
/// been written is kept and marked as broken off.
/// </summary>
public sealed class ReplyRunner(LiveReplies replies, IServiceScopeFactory scopes, IHostApplicationLifetime lifetime, ILogger<ReplyRunner> log)
    : IHostedService
{
    public Guid InstanceId => replies.InstanceId;

    /// <summary>Starts writing; the reply's row is already committed. Does nothing if it is being written here.</summary>
    public void Start(ReplyKey key, string? timeZone)
    {
        var reply = new LiveReply(key);
        if (!replies.TryAdd(reply))
        {
            reply.Dispose();
            return;
        }

        _ = Task.Run(() => RunAsync(reply, timeZone), CancellationToken.None);
    }

    /// <summary>Ends a reply that is written here, keeping its text.</summary>
    public void Stop(ReplyKey key) => replies.Find(key)?.RequestStop();

    /// <summary>Drops a reply that is written here; its row is gone.</summary>
    public void Abandon(ReplyKey key) => replies.Find(key)?.Abandon();

    /// <summary>Drops what is written here of a conversation that is gone.</summary>
    public void AbandonAll(Guid ownerId, Guid conversationId)
    {
        foreach (var reply in replies.All)
            if (reply.Key.OwnerId == ownerId && reply.Key.ConversationId == conversationId) reply.Abandon();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Waits for the replies to put away what they have.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        while (replies.All.Count > 0 && !cancellationToken.IsCancellationRequested)
        {
            await Task.WhenAny(Task.Delay(20, CancellationToken.None), Task.Delay(Timeout.Infinite, cancellationToken));
        }
    }

    private async Task RunAsync(LiveReply reply, string? timeZone)
    {
        using (reply)
        {
            ModelError? failure = null;
            try
            {
                await using var scope = scopes.AsOwner(reply.Key.OwnerId);
                using var ending = CancellationTokenSource.CreateLinkedTokenSource(reply.Stopping, lifetime.ApplicationStopping);
                var writer = scope.Get<ReplyWriter>();
                var outcome = await Telemetry.MeasureAsync("reply", null, span => WriteAsync(writer, reply, timeZone, span, ending.Token));
                failure = outcome.Failure;
                End(reply, failure);
                if (outcome.Status == MessageStatus.Complete)
                {
                    await scope.Get<TitleWriter>()
                        .WriteAsync(reply.Key, outcome.Text, lifetime.ApplicationStopping);
                }
            }
            catch (Exception fault)
            {
                // Its row stays, its heartbeat ends, and recovery will mark it as broken.
                log.LogError(fault, "Reply {UserSeq} of conversation {ConversationId} could not be put away",
                    reply.Key.UserSeq, reply.Key.ConversationId);
            }
            finally
            {
                End(reply, failure);
            }
        }
    }

    private static async Task<ReplyOutcome> WriteAsync(ReplyWriter writer, LiveReply reply, string? timeZone, Operation span, CancellationToken ct)
    {
        span.Set("cm.conversation", reply.Key.ConversationId);
        span.Set("cm.seq", reply.Key.UserSeq);
        var outcome = await writer.WriteAsync(reply, timeZone, ct);
        span.Set("cm.status", outcome.Status);
        if (outcome.Status == MessageStatus.Broken) span.Fail(outcome.Failure?.ToString() ?? nameof(MessageStatus.Broken));
        return outcome;
    }

    private void End(LiveReply reply, ModelError? failure)
    {
        replies.Remove(reply);
        reply.End(failure);
    }
}
