using System.Net;
using AngleSharp.Html.Dom;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http.Providers;

/// <summary>A portal with a model of the environment, beside a provider that its admins may enter.</summary>
public sealed class ProviderPortal : PortalWithModel
{
    public FakeProvider Provider { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        Provider = await FakeProvider.StartAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Provider.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Enters a provider by its form.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> EnterAsync(string name, string? endpoint = null, string? key = FakeProvider.Key, params (string, string)[] fields)
    {
        (string Name, string)[] usual =
            [("Form.Name", name), ("Form.Endpoint", endpoint ?? Provider.Endpoint), ("Form.Key", key ?? ""), ("Form.Models[0].Name", "tide-large")];
        using var made = await (await SignedInAsOwner()).SubmitAsync("/admin/providers/edit", Instead(usual, fields));
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        return await Database.ReadAsync<string>("SELECT id::text FROM app.providers WHERE name = $1", name);
    }

    /// <summary>Makes an agent that uses a provider.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> AgentAsync(string name, string provider, params (string, string)[] fields)
    {
        using var made = await (await SignedInAsOwner()).SubmitAsync(
            "/admin/agents/edit", [("Form.Name", name), ("Form.SystemPrompt", "Be brief."), ("Form.MaxAnswerTokens", "500"), ("Form.Provider", provider), .. fields]);
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        return await Database.ReadAsync<string>("SELECT id::text FROM app.agents WHERE name = $1", name);
    }

    public static Task<ApiAnswer> AskAsync(HttpClient client, string agent, string message) =>
        client.CallAsync(HttpMethod.Post, "/api/agent/chat", new { message, agent_id = agent });

    /// <summary>Presses the test button.</summary>
    /// <returns>What it says.</returns>
    public async Task<string> TestAsync(string name)
    {
        using var tested = await (await SignedInAsOwner()).PressAsync("/admin/providers", $"Test {name}");
        Assert.Equal(HttpStatusCode.OK, tested.StatusCode);
        return Line((await tested.ReadPageAsync()).QuerySelector("#tested")!.TextContent);
    }

    /// <summary>The usual fields, those aside that others take the place of.</summary>
    public static IEnumerable<(string, string)> Instead((string Name, string)[] usual, params (string Name, string)[] others) =>
        usual.Where(field => !others.Any(other => other.Name == field.Name)).Concat(others);

    public static string Line(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public static string VersionIn(IHtmlDocument page) => page.QuerySelector("#Form_Version")!.GetAttribute("value")!;
}
