using System.IO.Compression;
using System.Text.Json;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http.Exports;

/// <summary>The app with its own PostgreSQL, killed in the middle of an export.</summary>
public sealed class ExportCrashTests : IDisposable
{
    private const int Conversations = 800;

    private readonly AppFolder data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task Export_of_a_killed_app_is_gone_on_with_and_holds_each_conversation_once()
    {
        var settings = new Dictionary<string, string> { ["DataDirectory"] = data.Path };
        await using (var app = await AppProcess.StartAsync(settings))
        {
            using var ada = Browser(app);
            await ada.RegisterAsync("ada@example.org", Portal.Password);
            await FillAsync();
            using var asked = await ada.SubmitAsync("/exports", [("Scope", "Mine"), ("Formats", "Json")]);
            await Until.TrueAsync(async () => await data.ReadAsync<int>("SELECT done FROM app.exports") > 0);
            await app.KillAsync();
        }

        await using var again = await AppProcess.StartAsync(settings);
        Assert.InRange(await data.ReadAsync<int>("SELECT done FROM app.exports"), 1, Conversations - 1);
        // Nobody else can have been working in a database of one's own: it goes on at once.
        await Until.TrueAsync(async () => await data.ReadAsync<string>("SELECT state FROM app.exports") == "done", TimeSpan.FromMinutes(3));
        Assert.Equal(2, await data.ReadAsync<int>("SELECT attempts FROM app.exports"));

        using var back = Browser(again);
        await back.LogInAsync("ada@example.org", Portal.Password);
        var file = await back.GetByteArrayAsync($"/exports?handler=Zip&id={await data.ReadAsync<Guid>("SELECT id FROM app.exports")}");
        using var zip = new ZipArchive(new MemoryStream(file));
        await using var manifest = await zip.GetEntry("manifest.json")!.OpenAsync();
        using var read = await JsonDocument.ParseAsync(manifest);
        var ids = read.RootElement.GetProperty("conversations").EnumerateArray().Select(c => c.GetProperty("id").GetGuid()).ToList();
        Assert.Equal(Conversations, ids.Count);
        Assert.Equal(Conversations, ids.Distinct().Count());
    }

    private static HttpClient Browser(AppProcess app) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = app.Address };

    private Task FillAsync() => data.RunAsync($$"""
        INSERT INTO app.conversations (owner_id, id, agent_id, title, title_is_automatic)
            SELECT u.id, gen_random_uuid(), '01900000-0000-7000-8000-0000000000a1', 'Talk', true FROM app.users u CROSS JOIN generate_series(1, {{Conversations}});
        INSERT INTO app.messages (owner_id, conversation_id, role, status, content, tokens)
            SELECT owner_id, id, 'assistant', 'complete', repeat('Something said ', 400), 1 FROM app.conversations CROSS JOIN generate_series(1, 5);
        """);
}
