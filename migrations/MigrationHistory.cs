using ConversationMemory.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ConversationMemory.Migrations;

/// <summary>The migrations a database has behind it, and whether this build can go on from there.</summary>
internal static class MigrationHistory
{
    // What the first migration was squashed from: it makes the tables that these left behind.
    private static readonly string[] Squashed =
        ["20261121000000_Foundation", "20261122000000_Retention", "20261123000000_Portability", "20261124000000_CountersByKey"];

    /// <summary>Makes a history that has the squashed migrations behind it begin with the first migration instead.</summary>
    /// <exception cref="DatabaseSetupException">The database stands where this build cannot continue: it is older, or newer. Nothing was changed.</exception>
    public static async Task ContinueAsync(AppDbContext db, CancellationToken ct)
    {
        var known = db.Database.GetMigrations().ToList();
        var applied = (await db.Database.GetAppliedMigrationsAsync(ct)).ToList();
        if (applied.Except(known).Except(Squashed).ToList() is { Count: > 0 } unknown) throw TooNew(unknown[^1]);
        if (applied.Intersect(Squashed).Count() is var old && old == Squashed.Length) await ReplaceAsync(db, known[0], ct);
        else if (old > 0) throw TooOld(applied[^1]);
    }

    private static async Task ReplaceAsync(AppDbContext db, string first, CancellationToken ct)
    {
        var history = db.GetService<IHistoryRepository>();
        var script = string.Concat(Squashed.Select(history.GetDeleteScript))
            + history.GetInsertScript(new HistoryRow(first, ProductInfo.GetVersion()));
        await db.RunAsync(script, ct);
    }

    private static DatabaseSetupException TooOld(string last) => new(
        $"The database was left at the migration {last} by a version of the app that this one cannot continue from. Start the version whose last " +
        $"migration is {Squashed[^1]} once, then this one. Nothing was changed.");

    private static DatabaseSetupException TooNew(string last) => new(
        $"The database has the migration {last}, which this version of the app does not know: a newer version has worked on it. Start that version, " +
        "or go back as docs/operations.md says under 'Upgrades'. Nothing was changed.");
}
