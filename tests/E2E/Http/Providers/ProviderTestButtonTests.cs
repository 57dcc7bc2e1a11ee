using System.Net;
using System.Net.Sockets;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http.Providers;

/// <summary>The test button tells the truth about every kind of address.</summary>
public sealed class ProviderTestButtonTests(ProviderPortal portal) : IClassFixture<ProviderPortal>
{
    [Fact]
    public async Task Good_provider_answers_accepts_the_key_and_tells_its_models_which_can_be_listed()
    {
        var provider = await portal.EnterAsync("Good");
        var root = await portal.SignedInAsOwner();
        using var tested = await root.PressAsync("/admin/providers", "Test Good");
        var page = await tested.ReadPageAsync();
        var text = ProviderPortal.Line(page.QuerySelector("#tested")!.TextContent);
        Assert.Contains("The provider answers. The key is accepted.", text, StringComparison.Ordinal);
        Assert.Contains("HTTP 200", text, StringComparison.Ordinal);
        Assert.Matches("[0-9,]+ ms", text);
        Assert.Contains("It offers 2 models.", text, StringComparison.Ordinal);
        // The one that is listed already is not offered again.
        Assert.Equal("tide-small", Assert.Single(page.QuerySelectorAll("#tested input[name=models]")).GetAttribute("value"));

        var token = page.QuerySelector("#tested input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var body = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("models", "tide-small")]);
        using var listed = await root.PostAsync(page.QuerySelector("#tested form")!.GetAttribute("action"), body);
        Assert.Equal(HttpStatusCode.Redirect, listed.StatusCode);
        Assert.Equal("tide-large,tide-small", await portal.Database.ReadAsync<string>(
            "SELECT string_agg(m ->> 'name', ',') FROM app.providers, jsonb_array_elements(models) AS m WHERE id = $1::uuid", provider));
    }

    [Theory]
    [InlineData("Wrong key", "/v1", "sk-wrong-key-1234567890", "does not accept the key", "HTTP 401")]
    [InlineData("No key", "/v1", null, "wants a key, and none is entered here", "HTTP 401")]
    [InlineData("A page", "/page", FakeProvider.Key, "not as an OpenAI-compatible provider does", "HTTP 200")]
    [InlineData("Nothing there", "/nowhere", FakeProvider.Key, "no list of models at this address", "HTTP 404")]
    [InlineData("Endless", "/endless", FakeProvider.Key, "more than any list of models holds", "HTTP 200")]
    [InlineData("Faulty", "/faulty", FakeProvider.Key, "has a fault itself", "HTTP 503")]
    [InlineData("Busy", "/busy", FakeProvider.Key, "allows no more requests at the moment", "HTTP 429")]
    [InlineData("Moved", "/moved", FakeProvider.Key, "leads on to another one, which was not followed", "HTTP 307")]
    [InlineData("Open", "/open/v1", "sk-any", "tells its models to anybody", "HTTP 200")]
    [InlineData("Open without key", "/open/v1", null, "No key is asked for.", "HTTP 200")]
    public async Task Address_is_told_apart_from_others(string name, string path, string? key, string says, string status)
    {
        await portal.EnterAsync(name, portal.Provider.Address(path), key);
        var text = await portal.TestAsync(name);
        Assert.Contains(says, text, StringComparison.Ordinal);
        Assert.Contains(status, text, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-", text, StringComparison.Ordinal);
        Assert.Equal(0, portal.Provider.Followed);
    }

    [Fact]
    public async Task Address_where_nobody_listens_is_said_to_be_unreachable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await portal.EnterAsync("Unreachable", $"http://127.0.0.1:{port}/v1");
        Assert.Contains("No connection could be made.", await portal.TestAsync("Unreachable"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_that_there_is_not_is_said_so()
    {
        await portal.EnterAsync("No host", "http://nobody.invalid/v1");
        Assert.Contains("There is no such host.", await portal.TestAsync("No host"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_speaks_no_http_is_no_provider()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            await client.GetStream().WriteAsync("220 mail.example.org ESMTP\r\n"u8.ToArray());
            _ = await client.GetStream().ReadAsync(new byte[4096]);
        });
        await portal.EnterAsync("Mail server", $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/v1");
        Assert.Contains("not as an OpenAI-compatible provider does", await portal.TestAsync("Mail server"), StringComparison.Ordinal);
        await answering;
    }

    [Fact]
    public async Task Chat_follows_no_redirect_with_the_key_either()
    {
        var agent = await portal.AgentAsync("Mover", await portal.EnterAsync("Moving", portal.Provider.Address("/moved")));
        using var ada = await portal.KeyOf("ada");
        Assert.Equal(HttpStatusCode.BadGateway, (await ProviderPortal.AskAsync(ada, agent, "Hello")).Status);
        Assert.Equal(0, portal.Provider.Followed);
    }
}
