using System.Text.Json;
using ConversationMemory.Data;
using ConversationMemory.Data.Conversations.Queries;
using ConversationMemory.Data.Imports;
using ConversationMemory.Data.Imports.Queries;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Imports;

/// <summary>
/// Takes an import of the current user back: its conversations go for good, with receipts, by the one path on which any does. Those that went on since
/// stay, and those on hold.
/// </summary>
public sealed class ImportUndo(AppDbContext db, ImportJobs jobs, TimeProvider clock)
{
    private const int Batch = 50;

    public async Task RunAsync(Guid id, CancellationToken ct)
    {
        var done = 0;
        while (await RemoveBatchAsync(id, ct) is var removed and > 0)
        {
            done += removed;
            if (!await jobs.BeatAsync(id, ImportState.Undoing, done, ct)) return;
        }

        await jobs.EndAsync(id, ImportState.Undoing, ImportState.Undone, await ReportAsync(id, ct), null, ct);
    }

    private async Task<int> RemoveBatchAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var going = await TrashImported.RunAsync(db, id, Batch, clock.GetUtcNow(), ct);
        if (going.Count == 0) return 0;
        var rule = JsonSerializer.Serialize(new { import = id });
        await RemoveConversations.RunAsync(db, db.CurrentUser.RequiredId, going, "import_undone", "person", rule, ct);
        await transaction.CommitAsync(ct);
        return going.Count;
    }

    private async Task<ImportReport> ReportAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var owner = db.CurrentUser.RequiredId;
        var kept = await db.ImportedConversations.CountAsync(i => i.OwnerId == owner && i.ImportId == id, ct);
        var report = await db.Imports.Where(r => r.OwnerId == owner && r.Id == id).Select(r => r.Report).SingleAsync(ct);
        return ImportReport.From(report) with { Kept = kept };
    }
}
