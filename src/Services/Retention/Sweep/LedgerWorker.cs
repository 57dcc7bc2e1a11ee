using ConversationMemory.Data;
using ConversationMemory.Data.Retention.Queries.Sweep;
using ConversationMemory.Services.Work;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Services.Retention.Sweep;

/// <summary>Adds the entries of the ledger to what people hold, and compares that with what is there once a day.</summary>
public sealed class LedgerWorker(MaintenanceDataSource database, TimeProvider clock, ILogger<LedgerWorker> log) : BackgroundService
{
    private static readonly TimeSpan IdleRunsKept = TimeSpan.FromDays(30);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Recurring.FoldLedger.RepeatAsync(FoldAsync, clock, log, stoppingToken),
        Recurring.ReconcileUsage.RepeatAsync(ReconcileAsync, clock, log, stoppingToken));

    private async Task FoldAsync(CancellationToken ct)
    {
        while (await Ledger.FoldAsync(database, ct) > 0) ct.ThrowIfCancellationRequested();
    }

    private async Task ReconcileAsync(CancellationToken ct)
    {
        await Ledger.ForgetIdleRunsAsync(database, clock.GetUtcNow() - IdleRunsKept, ct);
        var off = await Ledger.ReconcileAsync(database, ct);
        if (off.Holdings == 0) log.LogInformation("Usage was reconciled: everything agreed");
        else log.LogWarning("Usage was reconciled: {Holdings} were out, by {Messages} messages and {Bytes} bytes in all", off.Holdings, off.Messages, off.Bytes);
    }
}
