using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>Uses pages as a browser without script does: reads a form, fills it in, sends it.</summary>
public static class FormPosts
{
    public static async Task<IHtmlDocument> PageAsync(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        return await ReadPageAsync(answer);
    }

    public static async Task<IHtmlDocument> ReadPageAsync(this HttpResponseMessage answer) =>
        new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());

    /// <summary>Fills in a form of the page at <paramref name="path"/> and sends it, with its hidden fields and token.</summary>
    /// <param name="form">A CSS selector; the default is the page's main form.</param>
    public static async Task<HttpResponseMessage> SubmitAsync(
        this HttpClient client, string path, IEnumerable<(string Name, string Value)> fields, string form = "main form")
    {
        var page = await client.OpenAsync(path);
        var element = page.QuerySelector(form) as IHtmlFormElement;
        Assert.True(element is not null, $"{path} has no form {form}");
        return await client.SendAsync(element, element.GetAttribute("action"), path, fields);
    }

    /// <summary>Presses the button of that name on the page at <paramref name="path"/>.</summary>
    public static async Task<HttpResponseMessage> PressAsync(this HttpClient client, string path, string name)
    {
        var page = await client.OpenAsync(path);
        var button = page.QuerySelectorAll("button").OfType<IHtmlButtonElement>()
            .SingleOrDefault(b => (b.GetAttribute("aria-label") ?? b.TextContent.Trim()) == name);
        Assert.True(button is not null, $"{path} has no button '{name}'");
        var form = button.Form!;
        return await client.SendAsync(form, button.GetAttribute("formaction") ?? form.GetAttribute("action"), path, []);
    }

    public static async Task RegisterAsync(this HttpClient client, string email, string password)
    {
        using var answer = await client.SubmitAsync("/account/register",
            [("Email", email), ("Password", password), ("ConfirmPassword", password)]);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    public static async Task LogInAsync(this HttpClient client, string email, string password)
    {
        using var answer = await client.SubmitAsync("/account/login", [("Email", email), ("Password", password)]);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    /// <summary>Makes a key that may do whatever its owner may, unless scopes are named.</summary>
    /// <returns>The new key, as the page shows it this once.</returns>
    public static async Task<string> MakeKeyAsync(this HttpClient client, string name = "test", params string[] scopes)
    {
        string[] named = scopes.Length > 0 ? scopes : ["Read", "Write", "Chat", "Memory", "Admin"];
        using var answer = await client.SubmitAsync("/account/keys", [("Name", name), .. named.Select(scope => ("Scopes", scope))], "form#new-key");
        var page = await answer.ReadPageAsync();
        return ((IHtmlInputElement)page.QuerySelector("input#key")!).Value;
    }

    private static async Task<IHtmlDocument> OpenAsync(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path} answered {(int)answer.StatusCode}");
        return await answer.ReadPageAsync();
    }

    private static async Task<HttpResponseMessage> SendAsync(
        this HttpClient client, IHtmlFormElement form, string? action, string path, IEnumerable<(string Name, string Value)> fields)
    {
        var written = fields.Select(f => f.Name).ToHashSet();
        var values = Successful(form).Where(f => !written.Contains(f.Name)).Concat(fields);
        using var body = new FormUrlEncodedContent(values.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await client.PostAsync(string.IsNullOrEmpty(action) ? path : action, body);
    }

    private static IEnumerable<(string Name, string Value)> Successful(IHtmlFormElement form) =>
        form.Elements.Select(ValueOf).Where(field => field is { Name.Length: > 0, Value: not null })
            .Select(field => (field.Name!, field.Value!));

    private static (string? Name, string? Value) ValueOf(IHtmlElement element) => element switch
    {
        IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false } or IHtmlInputElement { Type: "submit" or "button" } => default,
        IHtmlInputElement input => (input.Name, input.Value),
        IHtmlTextAreaElement text => (text.Name, text.Value),
        IHtmlSelectElement choice => (choice.Name, choice.Value),
        _ => default,
    };
}
