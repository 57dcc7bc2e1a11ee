using System.Text.Json.Nodes;
using ConversationMemory.Migrations;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Database;

/// <summary>Databases that other versions of the app have left behind.</summary>
public sealed class UpgradeTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Database_of_the_version_before_becomes_one_of_this_version_and_every_row_stays()
    {
        await using var older = await EmptyDatabase.CreateAsync();
        await OlderVersion.RestoreAsync(older);
        var rows = await DatabaseContent.RowsAsync(older.ConnectionString);
        Assert.Equal(OlderVersion.LastMigration, Assert.Single(rows["migrations"].TakeLast(1))["MigrationId"]!.GetValue<string>());

        await PrepareAsync(older);
        var after = await DatabaseContent.RowsAsync(older.ConnectionString);
        foreach (var (table, before) in rows.Where(t => t.Key is not "migrations" && after.ContainsKey(t.Key))) AssertKept(before, after[table]);
        Assert.Equal(await DatabaseContent.SchemaAsync(database.Connections.Setup), await DatabaseContent.SchemaAsync(older.ConnectionString));

        // Once more, nothing is left to do.
        await PrepareAsync(older);
        DatabaseContent.AssertSame(after, await DatabaseContent.RowsAsync(older.ConnectionString));
    }

    [Theory]
    [InlineData("INSERT INTO app.migrations VALUES ('29991231000000_Later', '99.0.0')", "29991231000000_Later", "newer")]
    [InlineData("""
        DELETE FROM app.migrations;
        INSERT INTO app.migrations VALUES ('20261121000000_Foundation', '10.0.0'), ('20261122000000_Retention', '10.0.0')
        """, "20261122000000_Retention", OlderVersion.LastMigration)]
    public async Task Database_that_this_version_cannot_continue_from_is_refused_in_words_and_stays_as_it_is(string history, string last, string advice)
    {
        await using var other = await EmptyDatabase.CreateAsync();
        await PrepareAsync(other);
        await other.RunAsync(history);
        var rows = await DatabaseContent.RowsAsync(other.ConnectionString);

        var refused = await Assert.ThrowsAsync<DatabaseSetupException>(() => PrepareAsync(other));
        Assert.Contains(last, refused.Message, StringComparison.Ordinal);
        Assert.Contains(advice, refused.Message, StringComparison.Ordinal);
        DatabaseContent.AssertSame(rows, await DatabaseContent.RowsAsync(other.ConnectionString));
    }

    private static Task PrepareAsync(EmptyDatabase database) =>
        DatabaseSetup.PrepareAsync(DatabaseConnections.From(database.ConnectionString), CancellationToken.None);

    // What both have columns for.
    private static void AssertKept(List<JsonObject> before, List<JsonObject> after)
    {
        if (before.Count == 0 && after.Count == 0) return;
        Assert.Equal(before.Count, after.Count);
        bool InBoth(string column) => before[0].ContainsKey(column) && after[0].ContainsKey(column);
        Assert.Equal(DatabaseContent.Texts(before, InBoth), DatabaseContent.Texts(after, InBoth));
    }
}
