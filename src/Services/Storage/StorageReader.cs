using ConversationMemory.Data;
using ConversationMemory.Data.Storage;
using ConversationMemory.Data.Storage.Queries;
using ConversationMemory.Services.Messages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Services.Storage;

/// <summary>What was measured last, with what follows from it.</summary>
/// <param name="Days">The size of each day, the oldest first.</param>
/// <param name="Alerts">Those that stand, and the last ones that are over; the newest first.</param>
/// <param name="Names">Emails of people and names of agents by id, without those that are gone.</param>
public sealed record StorageReport(
    StorageFigures Figures, StorageBudget Budget, StorageForecast Forecast, IReadOnlyList<StorageSnapshot> Days,
    IReadOnlyList<StorageAlert> Alerts, IReadOnlyDictionary<Guid, string> Names)
{
    public string Level => Budget.LevelOf(Figures.DatabaseBytes);

    public double Percent => Budget.PercentOf(Figures.DatabaseBytes);
}

/// <summary>Reads the last measurement: a row, the days, the alerts. It measures nothing.</summary>
public sealed class StorageReader(AdminDbContext db, IOptions<ConversationOptions> options, TimeProvider clock)
{
    // Of the chart. The forecast takes fewer of them.
    private const int Days = 90;

    private const int MostAlerts = 10;

    /// <returns>Null: nothing has been measured yet.</returns>
    public async Task<StorageReport?> ReadAsync(CancellationToken ct)
    {
        if (StorageFigures.FromJson(await db.StorageStatus.Select(s => s.Figures).SingleOrDefaultAsync(ct)) is not { } figures) return null;
        var days = await DaysAsync(ct);
        var budget = StorageBudget.Of(options.Value);
        return new StorageReport(
            figures,
            budget,
            StorageForecast.Of(days.Select(day => new StoragePoint(day.TakenAt, day.Bytes)), budget.Bytes, clock.GetUtcNow()),
            days,
            await db.StorageAlerts.AsNoTracking()
                .OrderByDescending(a => a.ClearedAt == null).ThenByDescending(a => a.RaisedAt).Take(MostAlerts).ToListAsync(ct),
            await ConsumerNames.RunAsync(db, figures.People.Select(p => p.Id), figures.Agents.Select(a => a.Id), ct));
    }

    private Task<List<StorageSnapshot>> DaysAsync(CancellationToken ct)
    {
        var first = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(-Days);
        return db.StorageSnapshots.AsNoTracking().Where(day => day.Day > first).OrderBy(day => day.Day).ToListAsync(ct);
    }
}
