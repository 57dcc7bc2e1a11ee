using System.Globalization;
using Npgsql;

namespace ConversationMemory.Bench.Insert;

/// <summary>One connection that writes a message a transaction, each to another of its own conversations.</summary>
internal sealed class InsertClient : IAsyncDisposable
{
    private static readonly string Text = string.Concat(Enumerable.Repeat("The quick brown fox jumps over it. ", 15))[..500];
    private static int lastSeq = 1_000_000;

    private readonly NpgsqlConnection connection;
    private readonly NpgsqlCommand insert;
    private readonly Place[] places;
    private int next;

    private InsertClient(InsertTarget target, int client, int clients)
    {
        connection = new NpgsqlConnection(target.ConnectionString + ";Pooling=false");
        insert = new NpgsqlCommand(target.Statement, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid>(),
                new NpgsqlParameter<Guid>(),
                new NpgsqlParameter<string> { TypedValue = Text },
                new NpgsqlParameter<int>(),
            },
        };
        places = [.. target.Places.Where((_, n) => n % clients == client)];
        new Random(client).Shuffle(places);
    }

    public static async Task<InsertClient> ConnectAsync(InsertTarget target, int client, int clients, bool isDurable, CancellationToken ct)
    {
        var writer = new InsertClient(target, client, clients);
        await writer.connection.OpenAsync(ct);
        await writer.RunAsync($"SET synchronous_commit = {(isDurable ? "on" : "off")}", ct);
        // Statements are prepared and their plans kept after a few.
        for (var n = 0; n < 50; n++) await writer.InsertAsync(ct);
        return writer;
    }

    /// <summary>What the connection's server process has spent on a core so far.</summary>
    public TimeSpan ServerTime()
    {
        var nanoseconds = File.ReadAllText($"/proc/{connection.ProcessID}/schedstat").Split(' ')[0];
        return TimeSpan.FromMicroseconds(long.Parse(nanoseconds, CultureInfo.InvariantCulture) / 1000.0);
    }

    public async Task InsertAsync(CancellationToken ct)
    {
        var place = places[next++ % places.Length];
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await RunAsync($"SET LOCAL app.user_id = '{place.Owner}'", ct);
        ((NpgsqlParameter<Guid>)insert.Parameters[0]).TypedValue = place.Owner;
        ((NpgsqlParameter<Guid>)insert.Parameters[1]).TypedValue = place.Conversation;
        ((NpgsqlParameter<int>)insert.Parameters[3]).TypedValue = Interlocked.Increment(ref lastSeq);
        if (await insert.ExecuteScalarAsync(ct) is null) throw new InvalidOperationException("The insert returned nothing.");
        await transaction.CommitAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        await insert.DisposeAsync();
        await connection.DisposeAsync();
    }

    private async Task RunAsync(string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
