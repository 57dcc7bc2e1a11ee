using System.Globalization;
using System.Text.Json.Nodes;
using ConversationMemory.Data.Messages;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Services.Messages.Packing;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Tests.E2E.Http.Imports;

/// <summary>
/// A message with something in every column that the database has goes through all stations: live, packed, live, a JSON file, another person's rows.
/// The columns are asked of the database, so that whoever adds one and forgets a station is told.
/// </summary>
public sealed class EveryColumnTests(UnpackedPortal portal) : IClassFixture<UnpackedPortal>
{
    private TestDatabase Database => portal.Database;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_column_survives_every_station(int seed)
    {
        await Database.SetPolicyAsync("window_messages = 0, ttl_days = 0");
        var (name, other) = ($"writer{seed}", $"reader{seed}");
        var (writer, reader) = (await portal.KeyOf(name), await portal.KeyOf(other));
        var owner = await portal.IdOf(name);
        var conversation = await Database.AddConversationAsync(owner);
        var random = new Random(seed);
        var columns = (await Database.ReadAsync<string>("""
            SELECT string_agg(column_name || ' ' || data_type, ',') FROM information_schema.columns
            WHERE table_schema = 'app' AND table_name = 'messages' AND column_name NOT IN ('owner_id', 'conversation_id', 'seq', 'bytes', 'author_id')
            """)).Split(',').Select(column => column.Split(' ', 2)).ToList();
        for (var i = 0; i < 8; i++)
        {
            await Database.RunAsync($"""
                INSERT INTO app.messages (owner_id, conversation_id, {string.Join(", ", columns.Select(c => c[0]))})
                VALUES ($1, $2, {string.Join(", ", columns.Select(c => Value(c[0], c[1], i, random)))})
                """, owner, conversation);
        }

        var rows = await RowsAsync(owner, conversation);
        Assert.DoesNotContain("null", rows.Split('\n')[0], StringComparison.Ordinal);
        await using (var scope = portal.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<CurrentUser>().Id = owner;
            Assert.True(await scope.ServiceProvider.GetRequiredService<Packer>().PackAsync(conversation, whole: true, CancellationToken.None));
        }

        var packed = await writer.GetByteArrayAsync($"/api/conversations/{conversation}/export?format=json");
        await using (var scope = portal.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<CurrentUser>().Id = owner;
            var db = scope.ServiceProvider.GetRequiredService<Data.AppDbContext>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            Assert.True(await Unpacker.RunAsync(db, conversation, CancellationToken.None));
            await transaction.CommitAsync();
        }

        Assert.Equal(rows, await RowsAsync(owner, conversation));
        var file = await writer.GetByteArrayAsync($"/api/conversations/{conversation}/export?format=json");
        // PostgreSQL writes spaces into the JSON of a row, which a segment does without.
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(packed), JsonNode.Parse(file)));
        Assert.Equal(1, (await reader.RunImportAsync(await reader.UploadAsync(file))).Figure("imported"));
        Assert.Equal(rows, await RowsAsync(await portal.IdOf(other), conversation));
    }

    // Something else in each message; in the first, something in each column.
    private static string Value(string column, string type, int message, Random random) => column switch
    {
        "role" => "'user'",
        "status" => $"'{Enum.GetNames<MessageStatus>()[random.Next(3)].ToLowerInvariant()}'",
        "tool_calls" => $$"""'[{"id": "{{random.Next()}}", "name": "calculator", "input": "{}", "status": "ok", "output": "4"}]'""",
        "created_at" => $"'2026-01-02 03:04:05.{random.Next(1_000_000):000000}+00'",
        "content" => $"'Said {random.Next()}'",
        "pinned" => message % 3 == 1 ? "true" : "false",
        "tokens" => random.Next(1000).ToString(CultureInfo.InvariantCulture),
        _ when message % 4 == 3 => "NULL",
        _ => type switch
        {
            "text" or "character varying" => $"'é 𝒜 {random.Next()}'",
            "integer" or "bigint" => random.Next(100_000).ToString(CultureInfo.InvariantCulture),
            "numeric" => (random.Next() / 1_000_000m).ToString(CultureInfo.InvariantCulture),
            "jsonb" => $$"""'{"some": [{{random.Next()}}, 1.50]}'""",
            "boolean" => random.Next(2) == 0 ? "true" : "false",
            "uuid" => $"'{Guid.NewGuid()}'",
            "timestamp with time zone" => $"'2026-01-02 03:04:05.{random.Next(1_000_000):000000}+00'",
            _ => throw new NotSupportedException($"Say here what the column {column} may hold: {type}."),
        },
    };

    private Task<string> RowsAsync(Guid owner, Guid conversation) => Database.ReadAsync<string>(
        "SELECT string_agg((to_jsonb(m) - 'owner_id' - 'author_id')::text, E'\\n' ORDER BY seq) FROM app.messages m WHERE owner_id = $1 AND conversation_id = $2", owner, conversation);
}
