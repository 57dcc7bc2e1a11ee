using ConversationMemory.Services.Work;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Services.Summaries;

/// <summary>Runs the worker when a job is announced, and now and then for the jobs of instances that died.</summary>
public sealed class SummaryService(SummaryWorker worker, SummarySignal signal, TimeProvider clock, ILogger<SummaryService> log) : BackgroundService
{
    private static TimeSpan Round => Recurring.LookForSummaries.Interval;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await worker.RunAsync(stoppingToken);
                await WaitAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                log.LogError(fault, "The summary worker failed and goes on");
                await Task.Delay(Round, clock, stoppingToken).ContinueWith(static _ => { }, TaskScheduler.Default);
            }
        }
    }

    private async Task WaitAsync(CancellationToken ct)
    {
        using var round = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var announced = signal.WaitAsync(round.Token);
        await Task.WhenAny(announced, Task.Delay(Round, clock, round.Token));
        await round.CancelAsync();
        await announced.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        ct.ThrowIfCancellationRequested();
    }
}
