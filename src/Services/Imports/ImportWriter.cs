using ConversationMemory.Data;
using ConversationMemory.Data.Imports;
using ConversationMemory.Data.Imports.Queries;
using ConversationMemory.Data.Retention;
using ConversationMemory.Services.Files;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Operations;
using ConversationMemory.Services.Summaries;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ConversationMemory.Services.Imports;

/// <summary>What an import is written with.</summary>
public sealed record ImportStore(AppDbContext Db, MaintenanceDataSource Database, StoredFiles Files, SummaryQueue Summaries);

/// <summary>
/// Writes what was chosen of an upload, one conversation a transaction. Which entries are done is in their rows: so one that was interrupted goes on
/// where it was, and nothing comes twice.
/// </summary>
public sealed class ImportWriter(ImportStore store, ImportJobs jobs, IOptions<ImportOptions> options, TimeProvider clock)
{
    private AppDbContext Db => store.Db;

    private Guid Owner => Db.CurrentUser.RequiredId;

    /// <exception cref="ImportException">The upload is gone.</exception>
    public async Task RunAsync(Guid id, ReadOnlyMode readOnly, CancellationToken ct)
    {
        var (run, policy, chosen, room) = await BeginAsync(id, ct);
        if (chosen.Count > 0 && await WriteAsync(run, policy, chosen, room, readOnly, ct) is { } problem)
        {
            if (problem.Length == 0) return;
            await SkipRestAsync(id, ct);
            await FinishAsync(run, ImportReport.From(run.Report) with { Problem = problem }, ct);
        }
        else
        {
            await FinishAsync(run, ImportReport.From(run.Report), ct);
        }
    }

    private async Task<(ImportRun Run, ResolvedPolicy Policy, HashSet<int> Chosen, long Room)> BeginAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await Db.Database.BeginTransactionAsync(ct);
        var run = await Db.Imports.AsNoTracking().SingleAsync(r => r.OwnerId == Owner && r.Id == id, ct);
        var agent = ImportChoice.From(run.Options).AgentId ?? throw new InvalidOperationException("An import that runs has an agent.");
        var policy = await Db.ResolvedPolicies.AsNoTracking().SingleAsync(p => p.AgentId == agent, ct);
        var chosen = await Db.ImportEntries.Where(e => e.OwnerId == Owner && e.ImportId == id && e.Outcome == ImportOutcome.New).Select(e => e.Position).ToListAsync(ct);
        var quota = await Db.QuotaAsync(agent, ct);
        // As far as the ledger knows, which is a minute behind.
        return (run, policy, [.. chosen], quota.HardMegabytes > 0 ? quota.HardMegabytes * 1_000_000L - quota.Bytes : long.MaxValue);
    }

    /// <returns>Null: all of it is done. Otherwise why not; empty: it goes on later.</returns>
    private async Task<string?> WriteAsync(ImportRun run, ResolvedPolicy policy, HashSet<int> chosen, long room, ReadOnlyMode readOnly, CancellationToken ct)
    {
        await using var content = run.FileId is { } file ? await store.Files.OpenAsync(file, ct) : null;
        if (content is null) throw ImportReader.Gone();
        var position = 0;
        // Those of an earlier attempt are done.
        var all = Math.Max(run.Total ?? 0, chosen.Count);
        await foreach (var piece in new ImportFile(options.Value).ReadAsync(content, ct))
        {
            foreach (var (chat, _, _) in piece.Chat is { } read ? ImportPieces.Of(read) : [(null!, "", 0)])
            {
                if (!chosen.Remove(position++)) continue;
                var rows = ImportRows.Of(chat, policy, clock.GetUtcNow());
                room -= Size(rows);
                if (room < 0) return "Your storage is full, so the rest was not imported. Delete something or ask an administrator, then import the file again: what is here already is passed over.";
                await WriteOneAsync(run, policy, position - 1, rows, ct);
                // Twenty branches of a large conversation may take longer than a worker may be silent.
                if (!await jobs.BeatAsync(run.Id, ImportState.Importing, all - chosen.Count, ct)) return "";
            }

            if (!await jobs.BeatAsync(run.Id, ImportState.Importing, all - chosen.Count, ct)) return "";
            if (readOnly.IsOn)
            {
                await jobs.ReleaseAsync(run.Id, ImportState.Importing, ct);
                return "";
            }

            if (chosen.Count == 0) break;
        }

        return null;
    }

    private static long Size(ConversationRows rows) => 400 + rows.Messages.Sum(m => 120L + m.Content.Length);

    private async Task WriteOneAsync(ImportRun run, ResolvedPolicy policy, int position, ConversationRows rows, CancellationToken ct)
    {
        var target = new ImportTarget(Owner, run.Id, position, policy.AgentId, policy.TtlDays, policy.ArchiveDays, clock.GetUtcNow());
        try
        {
            var made = await WriteConversation.RunAsync(store.Database, target, rows, ct);
            if (made is { } id && rows is { IsTrimmed: true, IsOld: false } && policy.WindowAction == WindowAction.Summarise) await SummariseAsync(id, ct);
        }
        catch (PostgresException taken) when (taken is { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "conversations" or "imported_conversations" })
        {
            await MarkAsync(run.Id, position, ImportOutcome.Duplicate, "It was imported before.", ct);
        }
        catch (PostgresException refused) when (refused.SqlState.StartsWith("22", StringComparison.Ordinal) || refused.SqlState.StartsWith("23", StringComparison.Ordinal))
        {
            await MarkAsync(run.Id, position, ImportOutcome.Damaged, "The database cannot hold something in it.", ct);
        }
    }

    private async Task SummariseAsync(Guid conversation, CancellationToken ct)
    {
        await using var transaction = await Db.Database.BeginTransactionAsync(ct);
        var isQueued = await store.Summaries.EnqueueIfDueAsync(conversation, ct);
        await transaction.CommitAsync(ct);
        Db.ChangeTracker.Clear();
        if (isQueued) store.Summaries.Announce();
    }

    private async Task MarkAsync(Guid id, int position, ImportOutcome outcome, string note, CancellationToken ct)
    {
        await using var transaction = await Db.Database.BeginTransactionAsync(ct);
        await Db.ImportEntries.Where(e => e.OwnerId == Owner && e.ImportId == id && e.Position == position)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.Outcome, outcome).SetProperty(e => e.Note, note), ct);
        await transaction.CommitAsync(ct);
    }

    private async Task SkipRestAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await Db.Database.BeginTransactionAsync(ct);
        await Db.ImportEntries.Where(e => e.OwnerId == Owner && e.ImportId == id && e.Outcome == ImportOutcome.New)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.Outcome, ImportOutcome.Skipped).SetProperty(e => e.Note, "Your storage was full."), ct);
        await transaction.CommitAsync(ct);
    }

    private async Task FinishAsync(ImportRun run, ImportReport report, CancellationToken ct)
    {
        if (!await jobs.EndAsync(run.Id, ImportState.Importing, ImportState.Done, report, null, ct)) return;
        if (run.FileId is { } file) await store.Files.RemoveAsync(file, ct);
    }
}
