using System.Diagnostics;
using System.Globalization;
using ConversationMemory.Bench.Insert;
using ConversationMemory.Bench.Plans;
using ConversationMemory.Bench.Storage;
using ConversationMemory.Data;
using ConversationMemory.Data.Cluster;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Migrations;
using ConversationMemory.Services.Messages.Packing;
using ConversationMemory.Services.Search;
using ConversationMemory.Services.Search.Queries;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ConversationMemory.Bench.Search;

/// <summary>
/// How long a search takes for a person with 10,000 messages of real text, nearly all packed, and for one whose messages are all hot; alone in the
/// database, and among others' messages.
/// </summary>
internal static class SearchSpeed
{
    private const int Conversations = 334;
    private const int Hot = 10;
    private const int Queries = 300;

    private static readonly Guid Packed = new("01900000-0000-7000-8000-00000000aaa1");
    private static readonly Guid AllHot = new("01900000-0000-7000-8000-00000000aaa2");

    private static readonly (Guid, string)[] People = [(Packed, "packed"), (AllHot, "all hot")];

    public static async Task RunAsync(int rows, CancellationToken ct)
    {
        await using var server = await BenchServer.StartAsync(ct);
        var texts = RealText.Read("chat/messages.jsonl.gz") ?? RealText.Made();
        var chats = Enumerable.Range(0, Conversations).Select(n => StoredChat.Make(texts, n, Packed)).ToList();
        await server.CreateAsync("alone", ct);
        await server.CopyAsync("among", "alone", ct);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Search: {Conversations * 30:N0} messages of a person, {rows:N0} of others; ms, median and 99th percentile of {Queries} queries:"));
        await FillAsync(server, "alone", chats, ct);
        foreach (var (person, name) in People) await MeasureAsync(server, "alone", person, name, texts, ct);
        await server.RunAsync("among", InsertBench.Filled("FillOurs.sql", rows / 30), ct);
        await FillAsync(server, "among", chats, ct);
        foreach (var (person, name) in People) await MeasureAsync(server, "among", person, name, texts, ct);
        await ExplainAsync(server, texts, ct);
    }

    private static async Task FillAsync(BenchServer server, string database, List<StoredChat> made, CancellationToken ct)
    {
        foreach (var person in new[] { Packed, AllHot })
        {
            await server.RunAsync(database, $"""
                INSERT INTO app.users (id, user_name, normalized_user_name, email, normalized_email, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
                    VALUES ('{person}', '{person}', '{person}', '{person}', '{person}', false, false, false, false, 0)
                """, ct);
            await using var source = NpgsqlDataSource.Create(server.As(PrivateCluster.Superuser, database));
            var chats = made.ConvertAll(chat => chat with { Owner = person });
            await StorageFill.WriteAsync(source, chats, archived: false, ct);
            if (person == AllHot) continue;
            await using var services = Services(server, database);
            foreach (var chat in chats.Skip(Hot))
                await AsAsync(services, person, provider => provider.GetRequiredService<Packer>().PackAsync(chat.Id, whole: true, ct));
        }

        await server.RunAsync(database, "VACUUM ANALYZE", ct);
    }

    private static async Task MeasureAsync(BenchServer server, string database, Guid person, string name, IReadOnlyList<string> texts, CancellationToken ct)
    {
        await using var services = Services(server, database);
        var (all, typos, typing, hits, partial) = (new Series(), new Series(), new Series(), 0, 0);
        var random = new Random(7);
        for (var n = -60; n < Queries; n++)
        {
            var query = Query(texts, random, n);
            var since = Stopwatch.GetTimestamp();
            var page = await FindAsync(services, person, query, ct);
            var milliseconds = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
            if (n < 0) continue;
            all.Add(milliseconds);
            if (page.Corrected is not null) typos.Add(milliseconds);
            if (query.IsTyping) typing.Add(milliseconds);
            hits += page.Hits.Count;
            if (page.IsPartial) partial++;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {name,-8} {database,-6} {all.Median,6:0.0} {all.At(0.99),7:0.0}   while typing {typing.Median:0.0}, corrected {(typos.Values.Count > 0 ? typos.Median : 0):0.0} ({typos.Values.Count}), {(double)hits / Queries:0.0} hits a page, {partial} partial"));
    }

    /// <summary>One to three telling words that stand together in some message; each sixth unfinished, each twelfth with a typing error.</summary>
    private static SearchQuery Query(IReadOnlyList<string> texts, Random random, int number)
    {
        while (true)
        {
            var terms = QueryParser.ParsePlain(texts[random.Next(texts.Count)]).Terms.Where(t => t.IsPair || t.Text.Length > 3).ToList();
            if (terms.Count < 3) continue;
            var words = terms.Skip(random.Next(terms.Count - 2)).Take(random.Next(1, 4)).Select(t => t.Text).ToList();
            var isTyping = number % 6 == 0 && words[^1].Length > 4;
            if (isTyping) words[^1] = words[^1][..4];
            if (number % 12 == 1 && words[0].Length > 5) words[0] = words[0].Remove(random.Next(1, words[0].Length - 1), 1);
            return new SearchQuery(string.Join(' ', words)) { IsTyping = isTyping };
        }
    }

    private static async Task ExplainAsync(BenchServer server, IReadOnlyList<string> texts, CancellationToken ct)
    {
        await server.RunAsync("among", BenchFile.Read("Explain.sql"), ct);
        NpgsqlConnection.ClearAllPools();
        await using var services = Services(server, "among");
        var random = new Random(8);
        for (var n = 0; n < 10; n++)
            foreach (var person in new[] { Packed, AllHot }) await FindAsync(services, person, Query(texts, random, n), ct);
        foreach (var plan in PlansBench.Plans(server.Directory).Where(plan => plan.Contains("app.segments", StringComparison.Ordinal) || plan.Contains("chosen", StringComparison.Ordinal) || plan.Contains("by_others", StringComparison.Ordinal)))
            Console.WriteLine(plan + Environment.NewLine);
    }

    private static Task<SearchPage> FindAsync(ServiceProvider services, Guid person, SearchQuery query, CancellationToken ct) =>
        AsAsync(services, person, async provider =>
        {
            var db = provider.GetRequiredService<AppDbContext>();
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            return await provider.GetRequiredService<ConversationSearch>().FindAsync(query, after: null, 20, ct);
        });

    private static async Task<T> AsAsync<T>(ServiceProvider services, Guid person, Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().Id = person;
        return await work(scope.ServiceProvider);
    }

    private static ServiceProvider Services(BenchServer server, string database)
    {
        var connections = DatabaseConnections.From(server.As(PrivateCluster.Superuser, database));
        return new ServiceCollection().AddData(connections.App, connections.Maintenance).AddScoped<Packer>().AddScoped<ConversationSearch>().BuildServiceProvider();
    }
}
