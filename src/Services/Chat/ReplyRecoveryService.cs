using ConversationMemory.Services.Work;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Services.Chat;

/// <summary>Looks for abandoned replies at start and every few seconds.</summary>
public sealed class ReplyRecoveryService(ReplyRecovery recovery, InstanceInfo instance, TimeProvider clock, ILogger<ReplyRecoveryService> log)
    : BackgroundService
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Nobody else can be writing in a database of one's own: what is unfinished at start is abandoned.
        var patience = instance.IsAlone ? TimeSpan.Zero : ReplyHeartbeat.Patience;
        using var timer = new PeriodicTimer(Round, clock);
        do
        {
            try
            {
                await recovery.RunAsync(patience, stoppingToken);
                patience = ReplyHeartbeat.Patience;
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogError("Recovery of replies failed and goes on: {Fault}", fault.GetType().Name);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
