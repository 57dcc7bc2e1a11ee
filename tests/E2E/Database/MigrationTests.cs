using System.Globalization;
using System.Text.Json.Nodes;
using ConversationMemory.Migrations;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ConversationMemory.Tests.E2E.Database;

/// <summary>The last migration, whichever it is, can be taken back and applied again.</summary>
public sealed class MigrationTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Last_migration_goes_down_and_up_again_and_peoples_rows_stay()
    {
        await database.FillAsync(await database.AddPersonAsync("ada"));
        await database.FillAsync(await database.AddPersonAsync("eve"));
        var (schema, rows) = (await SchemaAsync(), await PeoplesRowsAsync());

        Assert.Equal(Migrations()[^2], await DatabaseSetup.TakeBackLastAsync(database.Connections.Setup, CancellationToken.None));
        var older = await SchemaAsync();
        Assert.NotEqual(schema, older);
        // The version before puts its own there; until then nobody reaches a row.
        Assert.DoesNotContain("CREATE FUNCTION", older, StringComparison.Ordinal);
        Assert.DoesNotContain("GRANT ", older, StringComparison.Ordinal);
        AssertKept(rows, await PeoplesRowsAsync());

        await DatabaseSetup.PrepareAsync(database.Connections, CancellationToken.None);
        Assert.Equal(schema, await SchemaAsync());
        AssertKept(rows, await PeoplesRowsAsync());
    }

    [Fact]
    public async Task First_migration_which_made_all_tables_is_not_taken_back()
    {
        await database.FillAsync(await database.AddPersonAsync("cyd"));
        while (await AppliedAsync() > 1) await DatabaseSetup.TakeBackLastAsync(database.Connections.Setup, CancellationToken.None);
        var (schema, rows) = (await SchemaAsync(), await PeoplesRowsAsync());
        await Assert.ThrowsAsync<DatabaseSetupException>(() => DatabaseSetup.TakeBackLastAsync(database.Connections.Setup, CancellationToken.None));
        Assert.Equal(schema, await SchemaAsync());
        DatabaseContent.AssertSame(rows, await PeoplesRowsAsync());
        await DatabaseSetup.PrepareAsync(database.Connections, CancellationToken.None);
    }

    [Fact]
    public async Task Keys_from_before_scopes_keep_what_they_could_do_and_the_way_down_revokes_those_with_a_limit()
    {
        var dan = await database.AddPersonAsync("dan");
        const string Insert = "INSERT INTO app.api_keys (owner_id, id, name, prefix, hash{0}) VALUES ($1, gen_random_uuid(), $2, 'cm_', decode(md5($2), 'hex'){1})";
        Task AddAsync(string name, string column = "", string value = "") => AsSetupAsync(string.Format(CultureInfo.InvariantCulture, Insert, column, value), dan, name);
        await AddAsync("all", ", scopes", ", '{read,write,chat,memory,admin}'");
        await AddAsync("reader", ", scopes", ", '{read}'");
        await AddAsync("short-lived", ", scopes, expires_at", ", '{read,write,chat,memory,admin}', 'infinity'");
        var before = Array.FindIndex(Migrations(), migration => migration.EndsWith("_KeyScopes", StringComparison.Ordinal));
        while (await AppliedAsync() > before) await DatabaseSetup.TakeBackLastAsync(database.Connections.Setup, CancellationToken.None);
        Assert.Equal("all", await AsSetupAsync("SELECT string_agg(name, ' ') FROM app.api_keys WHERE owner_id = $1 AND revoked_at IS NULL", dan));
        await AddAsync("old");

        await DatabaseSetup.PrepareAsync(database.Connections, CancellationToken.None);
        Assert.Equal("all old", await AsSetupAsync(
            "SELECT string_agg(name, ' ' ORDER BY name) FROM app.api_keys WHERE owner_id = $1 AND revoked_at IS NULL AND scopes = '{read,write,chat,memory,admin}'", dan));
    }

    // The roles of the app have no rights while no version's files are in force.
    private async Task<object?> AsSetupAsync(string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(database.Connections.Setup);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return await command.ExecuteScalarAsync();
    }

    // What both have tables and columns for.
    private static void AssertKept(Dictionary<string, List<JsonObject>> before, Dictionary<string, List<JsonObject>> after)
    {
        foreach (var (table, rows) in before)
        {
            if (!after.TryGetValue(table, out var kept)) continue;
            Assert.Equal(rows.Count, kept.Count);
            bool InBoth(string column) => rows[0].ContainsKey(column) && kept[0].ContainsKey(column);
            Assert.Equal(DatabaseContent.Texts(rows, InBoth), DatabaseContent.Texts(kept, InBoth));
        }
    }

    private string[] Migrations()
    {
        using var db = DatabaseSetup.OwnerContext(database.Connections.Setup);
        return [.. db.Database.GetMigrations()];
    }

    private async Task<int> AppliedAsync() => (await DatabaseContent.RowsAsync(database.Connections.Setup))["migrations"].Count;

    private Task<string> SchemaAsync() => DatabaseContent.SchemaAsync(database.Connections.Setup);

    private async Task<Dictionary<string, List<JsonObject>>> PeoplesRowsAsync() =>
        (await DatabaseContent.RowsAsync(database.Connections.Setup))
        .Where(t => t.Value.Count > 0 && OwnerTables.All.Any(o => o.Table == t.Key)).ToDictionary();
}
