using ConversationMemory.Data;
using ConversationMemory.Data.Files.Queries;
using ConversationMemory.Services.Work;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Services.Files;

/// <summary>Removes files whose time is over, with a receipt.</summary>
public sealed class StoredFileExpiry(MaintenanceDataSource database, TimeProvider clock, ILogger<StoredFileExpiry> log) : BackgroundService
{
    private const int AtOnce = 20;

    /// <summary>Works until none is due.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (await RemoveStoredFiles.RunAsync(database, clock.GetUtcNow(), AtOnce, ct) == AtOnce) { }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Recurring.RemoveFiles.RepeatAsync(RunAsync, clock, log, stoppingToken);
}
