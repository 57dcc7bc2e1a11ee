using System.IO.Compression;
using ConversationMemory.Data;
using ConversationMemory.Data.Retention.Queries.Sweep;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Services.Exports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Services.Retention.Sweep;

/// <summary>
/// Saves copies of conversations whose deletion waits for them, each on its owner's behalf, and removes copies whose time is
/// over. While a copy cannot be saved its conversation stays.
/// </summary>
public sealed class SavedCopies(MaintenanceDataSource database, IServiceScopeFactory scopes, TimeProvider clock, ILogger<SavedCopies> log)
{
    private const int RemovedAtOnce = 200;

    // Longer than any export takes; a worker that dies gives its job back after it.
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(5);

    /// <summary>Works until nothing is due.</summary>
    /// <returns>Copies that were saved, a pair of files each.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var saved = 0;
        while (!ct.IsCancellationRequested)
        {
            var now = clock.GetUtcNow();
            if (await ClaimExportJob.RunAsync(database, now, now + Hold, ct) is not { } job) break;
            if (await TrySaveAsync(job, ct)) saved++;
        }

        while (await RemoveSavedCopies.RunAsync(database, clock.GetUtcNow(), RemovedAtOnce, ct) == RemovedAtOnce) { }
        return saved;
    }

    private async Task<bool> TrySaveAsync(ClaimedExportJob job, CancellationToken ct)
    {
        try
        {
            if (await SaveAsync(job, ct)) return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogError(fault, "The copy of conversation {ConversationId} could not be saved at attempt {Attempt}, so it is not deleted",
                job.ConversationId, job.Attempts);
        }

        var wait = TimeSpan.FromSeconds(Math.Min(3600, 10 * Math.Pow(2, Math.Min(job.Attempts, 10))));
        await SaveCopies.PostponeAsync(database, job, clock.GetUtcNow() + wait, ct);
        return false;
    }

    private async Task<bool> SaveAsync(ClaimedExportJob job, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().Id = job.OwnerId;
        var conversation = await scope.ServiceProvider.GetRequiredService<ExportFiles>().ReadAsync(job.ConversationId, ct);
        // Gone, and its job with it.
        if (conversation is null) return true;
        PackedFile[] files = [await PackAsync(conversation, ExportFormat.Md, ct), await PackAsync(conversation, ExportFormat.Json, ct)];
        return await SaveCopies.RunAsync(database, job, conversation.UpdatedAt, files, clock.GetUtcNow(), ct);
    }

    private static async Task<PackedFile> PackAsync(ConversationExport conversation, ExportFormat format, CancellationToken ct)
    {
        var content = await ExportFiles.Of(conversation, format).ReadAllAsync(ct);
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true)) brotli.Write(content);
        return new PackedFile(format.Name(), packed.ToArray(), content.Length);
    }
}
