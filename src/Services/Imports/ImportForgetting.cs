using ConversationMemory.Data;
using ConversationMemory.Data.Imports.Queries;
using ConversationMemory.Services.Work;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Services.Imports;

/// <summary>Forgets what imports listed a month ago: it holds titles of conversations that may be gone by now.</summary>
public sealed class ImportForgetting(MaintenanceDataSource database, TimeProvider clock, ILogger<ImportForgetting> log) : BackgroundService
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public Task RunAsync(CancellationToken ct) => ForgetImports.RunAsync(database, clock.GetUtcNow() - Kept, ct);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Recurring.ForgetImports.RepeatAsync(RunAsync, clock, log, stoppingToken);
}
