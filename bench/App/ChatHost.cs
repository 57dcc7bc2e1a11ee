using ConversationMemory.Migrations;
using Npgsql;

namespace ConversationMemory.Bench.App;

/// <summary>The app on a database of its own, and a person with a conversation of 30 messages.</summary>
internal sealed class ChatHost : IAsyncDisposable
{
    public const string Database = "bench";

    private readonly BenchServer server;
    private readonly PublishedApp app;

    private ChatHost(BenchServer server, PublishedApp app)
    {
        (this.server, this.app) = (server, app);
        Person = new Browser(app.Address);
    }

    public Browser Person { get; }

    public Guid Conversation { get; private set; }

    public PublishedApp App => app;

    public BenchServer Server => server;

    /// <param name="model">The endpoint of a model; null: the offline assistant.</param>
    /// <param name="ct">Gives up.</param>
    /// <param name="fill">Statements that the superuser runs before the app starts.</param>
    public static Task<ChatHost> StartAsync(Uri? model, CancellationToken ct, params IEnumerable<string> fill) => StartAsync(model, [], ct, fill);

    /// <param name="model">The endpoint of a model; null: the offline assistant.</param>
    /// <param name="further">Settings by their variables' names.</param>
    /// <param name="ct">Gives up.</param>
    /// <param name="fill">Statements that the superuser runs before the app starts.</param>
    public static async Task<ChatHost> StartAsync(
        Uri? model, Dictionary<string, string> further, CancellationToken ct, params IEnumerable<string> fill)
    {
        var server = await BenchServer.StartAsync(ct);
        try
        {
            var connections = await server.CreateAsync(Database, ct);
            foreach (var sql in fill) await server.RunAsync(Database, sql, ct);
            var host = new ChatHost(server, await PublishedApp.StartAsync(Settings(server, connections, model, further), ct));
            return await host.BeginAsync(connections, ct);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Person.Dispose();
        await app.DisposeAsync();
        await server.DisposeAsync();
    }

    private static Dictionary<string, string> Settings(BenchServer server, DatabaseConnections connections, Uri? model, Dictionary<string, string> further)
    {
        var settings = new Dictionary<string, string>(further)
        {
            ["ConnectionStrings__Database"] = connections.Setup,
            ["DataDirectory"] = Path.Combine(server.Directory, "app"),
        };
        if (model is not null)
        {
            settings["Model__Endpoint"] = model.ToString();
            settings["Model__ApiKey"] = "bench";
            settings["Model__Name"] = "gpt-4o";
        }

        return settings;
    }

    private async Task<ChatHost> BeginAsync(DatabaseConnections connections, CancellationToken ct)
    {
        try
        {
            await Person.RegisterAsync("ada@example.org", ct);
            Conversation = await WriteAsync(connections, ct);
            return this;
        }
        catch
        {
            Person.Dispose();
            await app.DisposeAsync();
            throw;
        }
    }

    private static async Task<Guid> WriteAsync(DatabaseConnections connections, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(connections.Setup);
        await using var begin = source.CreateCommand(BenchFile.Read("BeginConversation.sql"));
        var conversation = (Guid)(await begin.ExecuteScalarAsync(ct))!;
        for (var seq = 1; seq <= SampleChat.Messages; seq++)
        {
            await using var write = source.CreateCommand(BenchFile.Read("WriteMessage.sql"));
            write.Parameters.Add(new NpgsqlParameter { Value = conversation });
            write.Parameters.Add(new NpgsqlParameter { Value = seq % 2 == 1 ? "user" : "assistant" });
            write.Parameters.Add(new NpgsqlParameter { Value = seq % 2 == 1 ? SampleChat.Question(seq) : SampleChat.Text(seq) });
            write.Parameters.Add(new NpgsqlParameter { Value = seq % 2 == 1 ? DBNull.Value : seq - 1, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer });
            await write.ExecuteNonQueryAsync(ct);
        }

        return conversation;
    }
}
