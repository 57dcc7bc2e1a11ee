using ConversationMemory.Data;
using ConversationMemory.Data.Storage;
using ConversationMemory.Data.Storage.Queries;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Storage;

/// <summary>Measures what the database holds, and keeps the figures and the day's snapshot. One instance at a time.</summary>
public sealed class StorageMeter(AdminDbContext db, StorageCounter census, StorageAlerts alerts, TimeProvider clock)
{
    private const int Top = 20;

    /// <param name="age">Figures that are younger will do.</param>
    /// <param name="ct">Ends it; the figures stay as they were.</param>
    /// <returns>False: they are young enough, or nothing may be written just now.</returns>
    public async Task<bool> MeasureAsync(TimeSpan age, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await db.SystemSettings.AnyAsync(s => s.ReadOnly, ct)) return false;
        if (await db.StorageStatus.AnyAsync(s => s.MeasuredAt > now - age, ct)) return false;
        await FoldLedger.RunAsync(db, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await ClaimMeasurement.RunAsync(db, now, now - age, ct)) return false;
        var figures = await FiguresAsync(now, ct);
        await KeepAsync(figures, ct);
        await alerts.FollowAsync(figures.DatabaseBytes, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private async Task<StorageFigures> FiguresAsync(DateTimeOffset now, CancellationToken ct)
    {
        var before = StorageFigures.FromJson(await db.StorageStatus.Select(s => s.Figures).SingleAsync(ct));
        var tables = await TableSizes.RunAsync(db, ct);
        var indexes = await IndexSizes.RunAsync(db, ct);
        var database = await DatabaseSize.RunAsync(db, ct);
        return new StorageFigures
        {
            MeasuredAt = now,
            DatabaseBytes = database,
            Kinds = StorageKinds.Sum(database, tables, indexes),
            Tables = tables,
            Indexes = indexes,
            Totals = await TotalsAsync(ct),
            Counts = await census.CountAsync(before?.Counts, tables, ct),
            People = await TopAsync(u => u.OwnerId, ct),
            Agents = await TopAsync(u => u.AgentId, ct),
        };
    }

    private async Task<StorageTotals> TotalsAsync(CancellationToken ct) =>
        await db.Usage.GroupBy(_ => 1)
            .Select(all => new StorageTotals(
                all.Sum(u => (long)u.Conversations), all.Sum(u => u.Messages), all.Sum(u => u.Bytes),
                all.Select(u => u.OwnerId).Distinct().Count()))
            .SingleOrDefaultAsync(ct)
        ?? new StorageTotals(0, 0, 0, 0);

    private Task<List<StorageConsumer>> TopAsync(System.Linq.Expressions.Expression<Func<Usage, Guid>> holder, CancellationToken ct) =>
        db.Usage.GroupBy(holder)
            .OrderByDescending(held => held.Sum(u => u.Bytes)).ThenBy(held => held.Key)
            .Take(Top)
            .Select(held => new StorageConsumer(held.Key, held.Sum(u => (long)u.Conversations), held.Sum(u => u.Messages), held.Sum(u => u.Bytes)))
            .ToListAsync(ct);

    private async Task KeepAsync(StorageFigures figures, CancellationToken ct)
    {
        var json = figures.ToJson();
        await db.StorageStatus.ExecuteUpdateAsync(set => set.SetProperty(s => s.Figures, json), ct);
        await KeepSnapshot.RunAsync(db, new StorageSnapshot
        {
            Day = DateOnly.FromDateTime(figures.MeasuredAt.UtcDateTime),
            Bytes = figures.DatabaseBytes,
            Kinds = System.Text.Json.JsonSerializer.Serialize(figures.Kinds),
            Conversations = (int)figures.Totals.Conversations,
            Messages = figures.Totals.Messages,
            TakenAt = figures.MeasuredAt,
        }, ct);
    }
}
