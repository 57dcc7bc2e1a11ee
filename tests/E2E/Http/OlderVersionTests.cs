using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http;

/// <summary>The app on a database that the version before has left behind: its people find everything again.</summary>
public sealed class OlderVersionTests(TestDatabase roles) : IClassFixture<TestDatabase>, IAsyncLifetime, IAsyncDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("cm-older-").FullName;
    private EmptyDatabase database = null!;
    private Instance app = null!;

    public async Task InitializeAsync()
    {
        Assert.NotNull(roles.Connections);
        database = await EmptyDatabase.CreateAsync();
        await OlderVersion.RestoreAsync(database);
        app = new Instance(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Database"] = database.ConnectionString,
            ["DataDirectory"] = directory,
            ["MasterKey"] = OlderVersion.MasterKey,
            ["Logging:LogLevel:Default"] = "Warning",
        });
        app.Start();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await database.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task Everything_is_readable_and_goes_on()
    {
        using var ada = await SignedInAs("ada");
        foreach (var (path, text) in new[]
        {
            ($"/chat/{OlderVersion.Live}", "And what now?"),
            ($"/chat/{OlderVersion.Full}", "A talk over its window, part 20"),
            ($"/chat/{OlderVersion.Packed}", "A packed talk, part 1"),
            ($"/chat/{OlderVersion.Shared}", "Ben was here"),
            ($"/conversations/{OlderVersion.Archived}/read", "An archived talk, part 3"),
            ($"/conversations/{OlderVersion.PackedArchive}/read", "A packed talk in the archive, part 5"),
            ("/conversations?state=deleted", "A talk in the trash"),
            ("/search?q=marmalade", "A live talk"),
            ("/templates", "A greeting"),
            ("/imports", "conversations.json"),
            ("/exports", "ZIP"),
        })
        {
            Assert.Contains(text, (await ada.PageAsync(path)).Body!.TextContent, StringComparison.Ordinal);
        }

        using var ben = await SignedInAs("ben");
        Assert.Contains("A shared talk, part 2", (await ben.PageAsync($"/chat/{OlderVersion.Shared}")).Body!.TextContent, StringComparison.Ordinal);

        // Keys and links from before their text named its owner.
        using var program = Client();
        program.DefaultRequestHeaders.Authorization = new("Bearer", OlderVersion.ApiKey);
        Assert.Equal(12, (await program.MessagesOf(OlderVersion.Packed.ToString())).Count);
        using var reader = Client();
        Assert.Contains("A shared talk, part 3", (await reader.PageAsync($"/s/{OlderVersion.Links.Live}")).Body!.TextContent, StringComparison.Ordinal);
        using var opened = await reader.SubmitAsync($"/s/{OlderVersion.Links.Snapshot}", [("passphrase", OlderVersion.Links.Passphrase)]);
        Assert.Equal(HttpStatusCode.Redirect, opened.StatusCode);
        Assert.Contains("A shared talk, part 3", (await reader.PageAsync($"/s/{OlderVersion.Links.Snapshot}")).Body!.TextContent, StringComparison.Ordinal);

        foreach (var talk in new[] { OlderVersion.Full, OlderVersion.Packed, OlderVersion.Shared })
        {
            var said = await program.ChatAsync("And now in the new version", talk.ToString());
            Assert.True(said.Status == HttpStatusCode.OK, said.Json.ToString());
            Assert.Equal("And now in the new version", (await program.MessagesOf(talk.ToString()))[^2].GetProperty("content").GetString());
        }
    }

    private HttpClient Client() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = app.Address };

    private async Task<HttpClient> SignedInAs(string name)
    {
        var client = Client();
        await client.LogInAsync(Portal.EmailOf(name), Portal.Password);
        return client;
    }
}
