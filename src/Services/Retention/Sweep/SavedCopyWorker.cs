using ConversationMemory.Services.Work;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Services.Retention.Sweep;

/// <summary>Looks again and again whether copies are to be saved or removed.</summary>
public sealed class SavedCopyWorker(SavedCopies copies, TimeProvider clock, ILogger<SavedCopyWorker> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Recurring.SaveCopies.RepeatAsync(copies.RunAsync, clock, log, stoppingToken);
}
