using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using ConversationMemory.Bench.Insert;
using ConversationMemory.Data;
using ConversationMemory.Data.Cluster;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Migrations;
using ConversationMemory.Services.Messages.Packing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ConversationMemory.Bench.Storage;

/// <summary>
/// Bytes that a conversation of 30 messages of real text takes, with all indexes: in the original drafts' schema, live in ours, packed, and in the
/// archive. Databases are filled over time and vacuumed as the server does it by itself; none is written anew (VACUUM FULL).
/// </summary>
internal static class StorageBench
{
    private const int Budget = 500_000_000;
    private const int Batch = 20;

    private static readonly string[] Ours = ["app.conversations", "app.messages", "app.segments", "app.summaries"];
    private static readonly string[] Packed = ["app.conversations", "app.segments", "app.summaries"];
    private static readonly string[] Drafts = ["drafts.conversations", "drafts.messages"];

    public static async Task RunAsync(BenchOptions options, CancellationToken ct)
    {
        var count = options.Rows ?? 2000;
        await using var server = await BenchServer.StartAsync(ct);
        foreach (var (name, file, part) in new[] { ("chat", "chat/messages.jsonl.gz", 1), ("beam", "beam/conversations.jsonl.gz", 4) })
        {
            var texts = RealText.Read(file);
            if (texts is null) Console.WriteLine($"Storage: no {file} beside the repository; the text is made.");
            await MeasureAsync(server, name, texts ?? RealText.Made(), count / part, ct);
        }
    }

    private static async Task MeasureAsync(BenchServer server, string name, IReadOnlyList<string> texts, int count, CancellationToken ct)
    {
        var owners = await OwnersAsync(server, name, count * 2 / 3, ct);
        var chats = Enumerable.Range(0, count).Select(n => StoredChat.Make(texts, n, owners[n * 7 % owners.Count])).ToList();
        var text = chats.Average(c => c.Messages.Sum(m => Encoding.UTF8.GetByteCount(m.Content)));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Storage of {name}: {count} conversations of 30 messages, {text:N0} bytes of text each ({text / 30:N0} a message), summaries of {chats.Average(c => Encoding.UTF8.GetByteCount(c.Summary)):N0}."));

        Codec(chats);
        var live = await LiveAsync(server, $"{name}_live", name, "", chats, ct);
        var drafts = await DraftsAsync(server, name, chats, ct);
        var packed = await PackedAsync(server, $"{name}_packed", name, "", chats, archived: false, ct);
        var archived = await PackedAsync(server, $"{name}_archived", name, "", chats, archived: true, ct);
        Console.WriteLine("  bytes a conversation, and how many fit in 500 MB:");
        foreach (var (what, bytes) in new[] { ("drafts", drafts), ("live", live), ("packed", packed), ("archived", archived) })
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"    {what,-9} {bytes,8:N0}  {Budget / bytes,8:N0}  {drafts / bytes,6:0.00} x drafts  {bytes / live,6:0.00} of live"));
        }

        Console.WriteLine("  choices, bytes a conversation:");
        await ChoiceAsync("live, content and JSON by lz4", LiveAsync(server, $"{name}_lz4", name,
            "ALTER TABLE app.messages ALTER content SET COMPRESSION lz4, ALTER tool_calls SET COMPRESSION lz4, ALTER context SET COMPRESSION lz4", chats, ct), live);
        await ChoiceAsync("live, conversations filled to 85 %", LiveAsync(server, $"{name}_full", name, "ALTER TABLE app.conversations SET (fillfactor = 85)", chats, ct), live);
        await ChoiceAsync("packed, conversations filled to 100 %", PackedAsync(server, $"{name}_pfull", name,
            "ALTER TABLE app.conversations SET (fillfactor = 100)", chats, archived: false, ct), packed);
        await ChoiceAsync("packed, conversations filled to 85 %", PackedAsync(server, $"{name}_pless", name,
            "ALTER TABLE app.conversations SET (fillfactor = 85)", chats, archived: false, ct), packed);
        await ChoiceAsync("packed, segments beside the row from 2 kB on", PackedAsync(server, $"{name}_ptoast", name,
            "ALTER TABLE app.segments RESET (toast_tuple_target)", chats, archived: false, ct), packed);
    }

    private static async Task ChoiceAsync(string what, Task<double> measuring, double than)
    {
        var bytes = await measuring;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {what,-48} {bytes,8:N0}  {((bytes / than) - 1) * 100,6:+0.0;-0.0} %"));
    }

    private static async Task<IReadOnlyList<Guid>> OwnersAsync(BenchServer server, string name, int owners, CancellationToken ct)
    {
        await server.CreateAsync(name, ct);
        await server.RunAsync(name, BenchFile.Read("Owners.sql").Replace("{owners}", owners.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), ct);
        await using var source = NpgsqlDataSource.Create(server.As(PrivateCluster.Superuser, name) + ";Pooling=false");
        await using var command = source.CreateCommand("SELECT array_agg(id ORDER BY id) FROM app.users");
        return (Guid[])(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task<double> LiveAsync(BenchServer server, string database, string template, string change, List<StoredChat> chats, CancellationToken ct)
    {
        await server.CopyAsync(database, template, ct);
        if (change.Length > 0) await server.RunAsync(database, change, ct);
        await using (var source = NpgsqlDataSource.Create(server.As(PrivateCluster.Superuser, database)))
            await StorageFill.WriteAsync(source, chats, archived: false, ct);
        await server.RunAsync(database, "VACUUM ANALYZE", ct);
        return await SizeAsync(server, database, Ours, chats.Count, change.Length == 0, ct);
    }

    private static async Task<double> DraftsAsync(BenchServer server, string name, List<StoredChat> chats, CancellationToken ct)
    {
        await server.CopyAsync($"{name}_drafts", $"{name}_live", ct);
        await server.RunAsync($"{name}_drafts", InsertBench.Filled("Drafts.sql", chats.Count), ct);
        await server.RunAsync($"{name}_drafts", "VACUUM ANALYZE", ct);
        return await SizeAsync(server, $"{name}_drafts", Drafts, chats.Count, show: true, ct);
    }

    /// <summary>
    /// Written and packed batch by batch: the room of what was packed is used again. The messages table does not count, which is empty but for
    /// the room for what is being written: there once, however many conversations are packed.
    /// </summary>
    private static async Task<double> PackedAsync(
        BenchServer server, string database, string template, string change, List<StoredChat> chats, bool archived, CancellationToken ct)
    {
        await server.CopyAsync(database, template, ct);
        if (change.Length > 0) await server.RunAsync(database, change, ct);
        var (packing, unpacking, bytes) = (new Series(), new Series(), 0L);
        await using (var services = Services(server, database))
        {
            await using var source = NpgsqlDataSource.Create(server.As(PrivateCluster.Superuser, database));
            foreach (var batch in chats.Chunk(Batch))
            {
                await StorageFill.WriteAsync(source, batch, archived, ct);
                foreach (var chat in batch) packing.Add(await PackAsync(services, chat, ct));
                bytes += batch.Sum(chat => chat.Messages.Sum(m => (long)Encoding.UTF8.GetByteCount(m.Content)));
                await server.RunAsync(database, "SELECT app.fold_ledger()", ct);
                await server.RunAsync(database, "VACUUM app.messages, app.conversations, app.summaries", ct);
            }

            if (change.Length == 0 && !archived)
            {
                foreach (var chat in chats.Take(200)) unpacking.Add(await UnpackAsync(services, chat, ct));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"  pack {packing.ToText("0.0")} ms a conversation ({bytes / packing.Values.Sum() / 1000:0.0} MB/s of text), unpack {unpacking.ToText("0.0")} ms"));
            }
        }

        await server.RunAsync(database, "VACUUM ANALYZE", ct);
        var room = await SizeAsync(server, database, ["app.messages"], 1000, show: false, ct);
        if (change.Length == 0) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {database}: {room:N0} kB of room in messages"));
        return await SizeAsync(server, database, Packed, chats.Count, change.Length == 0, ct);
    }

    private static ServiceProvider Services(BenchServer server, string database)
    {
        var connections = DatabaseConnections.From(server.As(PrivateCluster.Superuser, database));
        return new ServiceCollection().AddData(connections.App, connections.Maintenance).AddScoped<Packer>().BuildServiceProvider();
    }

    private static async Task<double> PackAsync(ServiceProvider services, StoredChat chat, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().Id = chat.Owner;
        var since = Stopwatch.GetTimestamp();
        if (!await scope.ServiceProvider.GetRequiredService<Packer>().PackAsync(chat.Id, whole: true, ct)) throw new InvalidOperationException("Not packed.");
        return Stopwatch.GetElapsedTime(since).TotalMilliseconds;
    }

    /// <summary>As a person's next message does it; then taken back, so that the sizes stay.</summary>
    private static async Task<double> UnpackAsync(ServiceProvider services, StoredChat chat, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().Id = chat.Owner;
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var since = Stopwatch.GetTimestamp();
        await Unpacker.RunAsync(db, chat.Id, ct);
        return Stopwatch.GetElapsedTime(since).TotalMilliseconds;
    }

    private static async Task<double> SizeAsync(BenchServer server, string database, string[] tables, int conversations, bool show, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(server.As(PrivateCluster.Superuser, database) + ";Pooling=false");
        await using var command = source.CreateCommand(BenchFile.Read("SizeOf.sql"));
        command.Parameters.AddWithValue("tables", tables);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var (total, line) = (0L, new StringBuilder());
        while (await reader.ReadAsync(ct))
        {
            total += reader.GetInt64(2);
            if (reader.GetInt64(2) / conversations > 0)
                line.Append(CultureInfo.InvariantCulture, $" {reader.GetString(0)} {reader.GetString(1)} {reader.GetInt64(2) / conversations:N0};");
        }

        if (show) Console.WriteLine($"  {database}:{line}");
        await reader.CloseAsync();
        if (show && database.EndsWith("_live", StringComparison.Ordinal)) await PartsAsync(source, ct);
        return (double)total / conversations;
    }

    private static async Task PartsAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        await using var command = source.CreateCommand(BenchFile.Read("PartsOfLive.sql"));
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  columns of the live messages: content {reader.GetInt32(0):N0}, context {reader.GetInt32(1):N0}, tool calls {reader.GetInt32(2):N0}, the other columns {reader.GetInt32(3):N0}"));
    }

    /// <summary>The forms that were considered, over the first 200 conversations.</summary>
    private static void Codec(List<StoredChat> chats)
    {
        var some = chats.Take(200).Select(chat => new SegmentContent(chat.Messages, [chat.SummaryRow])).ToList();
        foreach (var quality in new[] { 4, 6, 9, 10, 11 }) Try($"texts and columns, Brotli {quality}", content => SegmentCodec.Encode(content, quality).Length);
        Try("objects with names, Brotli 11", content => Brotli(JsonSerializer.SerializeToUtf8Bytes(content)));
        Try("without the summary, Brotli 11", content => SegmentCodec.Encode(content with { Summaries = [] }).Length);
        Try("without contexts, Brotli 11", content => SegmentCodec.Encode(content with { Messages = [.. content.Messages.Select(m => m with { Context = null })] }).Length);
        Try("without tool calls, Brotli 11", content => SegmentCodec.Encode(content with { Messages = [.. content.Messages.Select(m => m with { ToolCalls = null })] }).Length);
        Try("texts of the messages alone, Brotli 11", content => Brotli(Encoding.UTF8.GetBytes(string.Join('\0', content.Messages.Select(m => m.Content)))));
        ZstdTrial.Run(chats);
        var data = some.ConvertAll(SegmentCodec.Encode);
        var since = Stopwatch.GetTimestamp();
        foreach (var segment in data) SegmentCodec.Decode(segment);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    decoding {Stopwatch.GetElapsedTime(since).TotalMilliseconds / data.Count:0.00} ms"));

        void Try(string what, Func<SegmentContent, int> encode)
        {
            var begun = Stopwatch.GetTimestamp();
            var bytes = some.Average(encode);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"    {what,-44} {bytes,8:N0} bytes {Stopwatch.GetElapsedTime(begun).TotalMilliseconds / some.Count,6:0.0} ms"));
        }
    }

    private static int Brotli(byte[] bytes)
    {
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(bytes.Length)];
        return BrotliEncoder.TryCompress(bytes, packed, out var length, 11, 22) ? length : 0;
    }
}
