using ConversationMemory.Services.Work;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Services.Chat;

/// <summary>Looks for abandoned replies at start and every few seconds, and forgets old idempotency keys.</summary>
public sealed class ReplyRecoveryService(ReplyRecovery recovery, InstanceInfo instance, TimeProvider clock, ILogger<ReplyRecoveryService> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Nobody else can be writing in a database of one's own: what is unfinished at start is abandoned.
        var patience = instance.IsAlone ? TimeSpan.Zero : ReplyHeartbeat.Patience;
        var forgetAt = clock.GetUtcNow();
        using var timer = new PeriodicTimer(Recurring.RecoverReplies.Interval, clock);
        do
        {
            try
            {
                await recovery.RunAsync(patience, stoppingToken);
                patience = ReplyHeartbeat.Patience;
                if (clock.GetUtcNow() < forgetAt) continue;
                await recovery.ForgetSendsAsync(stoppingToken);
                // Reads all keys of a day, so not each round.
                forgetAt = clock.GetUtcNow() + Recurring.ForgetSends.Interval;
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogError(fault, "Recovery of replies failed and goes on");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
