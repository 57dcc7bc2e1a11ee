using ConversationMemory.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ConversationMemory.Migrations;

/// <summary>Brings a database's functions, triggers, policies and rights to what the files say, within the context's transaction.</summary>
internal static class RepeatableFiles
{
    /// <exception cref="DatabaseSetupException">One of them fails; the message names it.</exception>
    public static async Task ApplyAsync(AppDbContext db, CancellationToken ct)
    {
        await db.RunAsync(SqlFile.Read("setup/sql_files"), ct);
        var applied = (await db.Database.SqlQueryRaw<string>("SELECT name || ' ' || hash AS \"Value\" FROM app.sql_files").ToListAsync(ct)).ToHashSet();
        foreach (var file in RepeatableSql.All.Where(file => !applied.Contains($"{file.Name} {file.Hash}"))) await ApplyAsync(db, file, ct);
        var names = RepeatableSql.All.Select(file => file.Name).ToArray();
        await db.Database.ExecuteSqlAsync($"DELETE FROM app.sql_files WHERE name <> ALL ({names})", ct);
    }

    /// <summary>Takes all of them away, for another version of the app to put its own there. Until then nobody but the tables' owner sees a row.</summary>
    public static async Task RemoveAsync(AppDbContext db, CancellationToken ct)
    {
        await db.RunAsync(SqlFile.Read("setup/sql_files"), ct);
        await db.RunAsync(SqlFile.Read("setup/remove_repeatable"), ct);
    }

    private static async Task ApplyAsync(AppDbContext db, RepeatableSql file, CancellationToken ct)
    {
        try
        {
            await db.RunAsync(file.Text, ct);
        }
        catch (PostgresException refused)
        {
            throw new DatabaseSetupException($"migrations/sql/{file.Name}.sql cannot be applied: {refused.MessageText}", refused);
        }

        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO app.sql_files (name, hash) VALUES ({file.Name}, {file.Hash})
                ON CONFLICT (name) DO UPDATE SET hash = EXCLUDED.hash, applied_at = now()
            """, ct);
    }
}
