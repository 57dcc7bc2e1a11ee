using System.Diagnostics;
using System.Text.Json.Nodes;
using Npgsql;

namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>All that is in a database of the app, to compare it with another.</summary>
public static class DatabaseContent
{
    /// <summary>The schema as <c>pg_dump</c> writes it: tables, triggers, policies, functions, rights.</summary>
    public static async Task<string> SchemaAsync(string connectionString)
    {
        var to = new NpgsqlConnectionStringBuilder(connectionString);
        var start = new ProcessStartInfo("pg_dump", ["--schema-only", "--schema=app"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["PGHOST"] = to.Host, ["PGPORT"] = $"{to.Port}", ["PGDATABASE"] = to.Database,
                ["PGUSER"] = to.Username, ["PGPASSWORD"] = to.Password ?? "",
            },
        };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        // These two lines hold a random word.
        return string.Join('\n', (await output).Split('\n').Where(line => !line.StartsWith("\\restrict", StringComparison.Ordinal)
            && !line.StartsWith("\\unrestrict", StringComparison.Ordinal)));
    }

    /// <summary>Every row of every table, in no particular order, as a role that sees them all.</summary>
    public static async Task<Dictionary<string, List<JsonObject>>> RowsAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timezone = "UTC" });
        var tables = await ListAsync(source, "SELECT relname::text FROM pg_class WHERE relnamespace = 'app'::regnamespace AND relkind = 'r'");
        var rows = new Dictionary<string, List<JsonObject>>();
        foreach (var table in tables)
        {
            var texts = await ListAsync(source, $"SELECT to_jsonb(t)::text FROM app.{table} t");
            rows[table] = texts.ConvertAll(text => JsonNode.Parse(text)!.AsObject());
        }

        return rows;
    }

    /// <summary>Fails unless both hold the same rows in the same tables.</summary>
    public static void AssertSame(Dictionary<string, List<JsonObject>> expected, Dictionary<string, List<JsonObject>> actual)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        foreach (var (table, rows) in expected) Assert.Equal(Texts(rows), Texts(actual[table]));
    }

    /// <summary>The rows as text, in order, with only the columns that are wanted.</summary>
    public static List<string> Texts(IEnumerable<JsonObject> rows, Func<string, bool>? wanted = null) =>
        [.. rows.Select(row => new JsonObject(row.Where(c => wanted?.Invoke(c.Key) ?? true)
            .Select(c => KeyValuePair.Create(c.Key, c.Value?.DeepClone()))).ToJsonString()).Order(StringComparer.Ordinal)];

    private static async Task<List<string>> ListAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var list = new List<string>();
        while (await reader.ReadAsync()) list.Add(reader.GetString(0));
        return list;
    }
}
