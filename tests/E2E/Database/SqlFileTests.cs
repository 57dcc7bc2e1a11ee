using System.Text.RegularExpressions;
using ConversationMemory.Migrations;
using ConversationMemory.Tests.E2E.Fixtures;
using Npgsql;

namespace ConversationMemory.Tests.E2E.Database;

/// <summary>The files of <c>migrations/sql</c> are what is in force: nothing else, and each says the whole of it.</summary>
public sealed partial class SqlFileTests : IAsyncLifetime
{
    private TestDatabase database = null!;

    public async Task InitializeAsync() => database = await TestDatabase.CreateAsync();

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Every_function_trigger_policy_and_right_of_the_database_comes_out_of_the_files()
    {
        var made = await DatabaseContent.SchemaAsync(database.Connections.Setup);
        await RemoveAllAsync();
        var without = await DatabaseContent.SchemaAsync(database.Connections.Setup);
        foreach (var kind in (string[])["CREATE FUNCTION", "CREATE PROCEDURE", "CREATE TRIGGER", "CREATE POLICY", "GRANT "])
        {
            Assert.Contains(kind, made, StringComparison.Ordinal);
            Assert.DoesNotContain(kind, without, StringComparison.Ordinal);
        }

        await PrepareAsync();
        Assert.Equal(made, await DatabaseContent.SchemaAsync(database.Connections.Setup));
    }

    [Fact]
    public async Task Body_of_every_function_is_the_one_of_the_file_that_has_its_name()
    {
        var files = RepeatableSql.All.ToDictionary(file => file.Name.Split('/')[^1]);
        Assert.Equal(RepeatableSql.All.Count, files.Count);
        var found = 0;
        await foreach (var (name, body) in FunctionsAsync())
        {
            var file = files[name];
            Assert.Single(Definitions().Matches(file.Text));
            if (body is not null) Assert.Equal(Body().Match(file.Text).Groups[1].Value, body);
            found++;
        }

        Assert.Equal(found, RepeatableSql.All.Sum(file => Definitions().Count(file.Text)));
    }

    [Fact]
    public async Task Changed_object_comes_back_when_its_file_is_applied_anew_and_nothing_else_is_touched()
    {
        var made = await DatabaseContent.SchemaAsync(database.Connections.Setup);
        await SetUpAsync("""
            CREATE OR REPLACE FUNCTION app.touch_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
            DROP POLICY own_select ON app.saved_searches;
            UPDATE app.sql_files SET applied_at = 'epoch';
            UPDATE app.sql_files SET hash = 'of another version' WHERE name IN ('schema/touch_updated_at', 'search/saved_searches_rights');
            """);
        Assert.NotEqual(made, await DatabaseContent.SchemaAsync(database.Connections.Setup));
        await PrepareAsync();
        Assert.Equal(made, await DatabaseContent.SchemaAsync(database.Connections.Setup));
        Assert.Equal("schema/touch_updated_at search/saved_searches_rights", await SetupValueAsync(
            "SELECT string_agg(name, ' ' ORDER BY name) FROM app.sql_files WHERE applied_at > 'epoch'"));
    }

    [Fact]
    public async Task Table_without_a_file_of_its_rights_is_noticed()
    {
        var tables = (await DatabaseContent.RowsAsync(database.Connections.Setup)).Keys.Except(["migrations", "sql_files"]).Order();
        // What all of them call is in schema/.
        Assert.Equal(tables, RepeatableSql.All.Where(file => !file.Name.StartsWith("schema/", StringComparison.Ordinal)).Select(file => file.Name.Split('/')[^1])
            .Where(name => name.EndsWith("_rights", StringComparison.Ordinal)).Select(name => name[..^"_rights".Length]).Order());
    }

    [GeneratedRegex(@"^CREATE OR REPLACE (?:FUNCTION|PROCEDURE) app\.", RegexOptions.Multiline)]
    private static partial Regex Definitions();

    [GeneratedRegex(@"^AS \$\$(.*?)\$\$;", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Body();

    private async IAsyncEnumerable<(string Name, string? Body)> FunctionsAsync()
    {
        await using var source = NpgsqlDataSource.Create(database.Connections.Setup + ";Pooling=false");
        await using var command = source.CreateCommand(
            "SELECT proname::text, CASE WHEN prosqlbody IS NULL THEN prosrc END FROM pg_proc WHERE pronamespace = 'app'::regnamespace");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) yield return (reader.GetString(0), await reader.IsDBNullAsync(1) ? null : reader.GetString(1));
    }

    private Task RemoveAllAsync() => SetUpAsync(SqlFile.Read("setup/remove_repeatable"));

    private Task PrepareAsync() => DatabaseSetup.PrepareAsync(database.Connections, CancellationToken.None);

    private async Task SetUpAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(database.Connections.Setup + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<string?> SetupValueAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(database.Connections.Setup + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync() as string;
    }
}
