using ConversationMemory.Data;
using ConversationMemory.Data.Retention.Queries.Sweep;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Services.Retention.Sweep;

/// <summary>Adds the entries of the ledger to what people hold, and compares that with what is there.</summary>
internal sealed class UsageLedger(MaintenanceDataSource database, TimeProvider clock, ILogger<UsageLedger> log)
{
    private static readonly TimeSpan IdleRunsKept = TimeSpan.FromDays(30);

    public async Task FoldAsync(CancellationToken ct)
    {
        while (await Ledger.FoldAsync(database, ct) > 0) ct.ThrowIfCancellationRequested();
    }

    public async Task ReconcileAsync(CancellationToken ct)
    {
        await Ledger.ForgetIdleRunsAsync(database, clock.GetUtcNow() - IdleRunsKept, ct);
        var off = await Ledger.ReconcileAsync(database, ct);
        if (off.Holdings == 0) log.LogInformation("Usage reconciled: no differences");
        else log.LogWarning("Usage reconciled: {Holdings} were out, by {Messages} messages and {Bytes} bytes in all", off.Holdings, off.Messages, off.Bytes);
    }
}
