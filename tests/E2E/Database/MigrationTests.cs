using System.Globalization;
using System.Text.Json.Nodes;
using ConversationMemory.Migrations;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace ConversationMemory.Tests.E2E.Database;

/// <summary>The last migrations, whichever those are, can be taken back and applied again.</summary>
public sealed class MigrationTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    /// <param name="steps">How many are taken back.</param>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Last_migrations_go_down_and_up_again_and_peoples_rows_stay(int steps)
    {
        await database.FillAsync(await database.AddPersonAsync($"ada{steps}"));
        await database.FillAsync(await database.AddPersonAsync($"eve{steps}"));
        // What only the newer version can read, its way down refuses to lose.
        await database.RunAsync("DELETE FROM app.templates");
        await database.RunAsync("DELETE FROM app.conversation_members");
        var (schema, rows) = (await SchemaAsync(), await PeoplesRowsAsync());

        var left = Migration.InitialDatabase;
        for (var step = 0; step < steps; step++) left = await DatabaseSetup.TakeBackLastAsync(database.Connections.Setup, CancellationToken.None) ?? left;
        Assert.Equal(Migrations()[^(steps + 1)], left);
        Assert.NotEqual(schema, await SchemaAsync());
        AssertKept(rows, await PeoplesRowsAsync());

        var older = await PeoplesRowsAsync();
        await DatabaseSetup.PrepareAsync(database.Connections, CancellationToken.None);
        Assert.Equal(schema, await SchemaAsync());
        AssertKept(older, await PeoplesRowsAsync());
    }

    [Fact]
    public async Task Way_down_refuses_to_lose_what_the_version_before_cannot_read()
    {
        await database.FillAsync(await database.AddPersonAsync("cyd"));
        // These say nothing of people that the version before cannot read.
        for (var step = 0; step < 3; step++) await DatabaseSetup.TakeBackLastAsync(database.Connections.Setup, CancellationToken.None);
        var (schema, rows) = (await SchemaAsync(), await PeoplesRowsAsync());
        var refused = await Assert.ThrowsAsync<PostgresException>(() =>
            DatabaseSetup.TakeBackLastAsync(database.Connections.Setup, CancellationToken.None));
        Assert.Contains("templates", refused.MessageText, StringComparison.Ordinal);
        Assert.Equal(schema, await SchemaAsync());
        DatabaseContent.AssertSame(rows, await PeoplesRowsAsync());
        await DatabaseSetup.PrepareAsync(database.Connections, CancellationToken.None);
    }

    [Fact]
    public async Task Keys_from_before_scopes_keep_what_they_could_do_and_the_way_down_revokes_those_with_a_limit()
    {
        var dan = await database.AddPersonAsync("dan");
        const string Insert = "INSERT INTO app.api_keys (owner_id, id, name, prefix, hash{0}) VALUES ($1, gen_random_uuid(), $2, 'cm_', decode(md5($2), 'hex'){1})";
        Task AddAsync(string name, string column = "", string value = "") => database.RunAsync(string.Format(CultureInfo.InvariantCulture, Insert, column, value), dan, name);
        await AddAsync("all", ", scopes", ", '{read,write,chat,memory,admin}'");
        await AddAsync("reader", ", scopes", ", '{read}'");
        await AddAsync("short-lived", ", scopes, expires_at", ", '{read,write,chat,memory,admin}', 'infinity'");
        for (var step = 0; step < 5 && await HasScopesAsync(); step++) await DatabaseSetup.TakeBackLastAsync(database.Connections.Setup, CancellationToken.None);
        Assert.Equal("all", await database.ReadAsync<string>("SELECT string_agg(name, ' ') FROM app.api_keys WHERE owner_id = $1 AND revoked_at IS NULL", dan));
        await AddAsync("old");

        await DatabaseSetup.PrepareAsync(database.Connections, CancellationToken.None);
        Assert.Equal("all old", await database.ReadAsync<string>(
            "SELECT string_agg(name, ' ' ORDER BY name) FROM app.api_keys WHERE owner_id = $1 AND revoked_at IS NULL AND scopes = '{read,write,chat,memory,admin}'", dan));
    }

    private Task<bool> HasScopesAsync() => database.ReadAsync<bool>(
        "SELECT EXISTS (SELECT FROM information_schema.columns WHERE table_schema = 'app' AND table_name = 'api_keys' AND column_name = 'scopes')");

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

    /// <summary>All, after the beginning of all.</summary>
    private string[] Migrations()
    {
        using var db = DatabaseSetup.OwnerContext(database.Connections.Setup);
        return [Migration.InitialDatabase, .. db.Database.GetMigrations()];
    }

    private Task<string> SchemaAsync() => DatabaseContent.SchemaAsync(database.Connections.Setup);

    private async Task<Dictionary<string, List<JsonObject>>> PeoplesRowsAsync() =>
        (await DatabaseContent.RowsAsync(database.Connections.Setup))
        .Where(t => t.Value.Count > 0 && OwnerTables.All.Any(o => o.Table == t.Key)).ToDictionary();
}
