using ConversationMemory.Services.Work;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Services.Retention.Sweep;

/// <summary>The layer <c>schedule</c>: soon after the start and then every few minutes, on each instance by itself.</summary>
public sealed class ScheduledSweep(RetentionSweep sweep, TimeProvider clock, ILogger<ScheduledSweep> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Recurring.SweepBySchedule.RepeatAsync(
        ct => sweep.RunAsync(SweepLayers.Schedule, most: null, ct), clock, log, stoppingToken);
}
