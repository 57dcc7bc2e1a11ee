using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http;

/// <summary>The app as a process with its own PostgreSQL, ended in the middle of things.</summary>
public sealed class CrashTests : IAsyncLifetime
{
    private const string Email = "ada@example.org";
    private const string Half = "The first half of the reply is here";

    private readonly string directory = Directory.CreateTempSubdirectory("cm-crash-").FullName;
    private readonly TaskCompletionSource gate = new();
    private FakeModelServer model = null!;

    private Dictionary<string, string> Settings => new()
    {
        ["DataDirectory"] = directory,
        ["Model__Endpoint"] = model.Endpoint.ToString(),
        ["Model__Name"] = "test-model",
    };

    public async Task InitializeAsync() => model = await FakeModelServer.StartAsync();

    public async Task DisposeAsync()
    {
        gate.TrySetResult();
        await model.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task Reply_of_a_killed_app_is_marked_after_the_restart_and_can_be_had_again()
    {
        model.Next(HalfAReply());
        string chat;
        await using (var app = await AppProcess.StartAsync(Settings))
        {
            using var ada = Browser(app);
            await ada.RegisterAsync(Email, Portal.Password);
            chat = await SendAsync(ada, "What do you know of tea?");
            await Until.TrueAsync(async () => (await ada.GetStringAsync($"{chat}/log")).Contains(Half, StringComparison.Ordinal));
            await app.KillAsync();
        }

        await using var again = await AppProcess.StartAsync(Settings);
        using var back = Browser(again);
        await back.LogInAsync(Email, Portal.Password);
        await Until.TrueAsync(async () => (await Messages(back, chat)).Any(m => m.GetAttribute("data-status") == "broken"));
        var messages = await Messages(back, chat);
        Assert.Equal(["user", "assistant"], messages.Select(m => m.GetAttribute("data-role")));
        Assert.Contains("What do you know of tea?", messages[0].TextContent, StringComparison.Ordinal);
        Assert.Contains(Half, messages[1].TextContent, StringComparison.Ordinal);

        model.Next(ModelScript.Answers("It is ", "a drink."));
        using var retried = await back.SubmitAsync(chat, [], "article[data-status=broken] form[action$=retry]");
        Assert.Equal(HttpStatusCode.Redirect, retried.StatusCode);
        await Until.TrueAsync(async () => (await Messages(back, chat)).Any(m => m.GetAttribute("data-status") == "complete" && m.GetAttribute("data-role") == "assistant"));
        messages = await Messages(back, chat);
        Assert.Equal(["user", "assistant"], messages.Select(m => m.GetAttribute("data-role")));
        Assert.Contains("It is a drink.", messages[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task App_that_is_asked_to_end_puts_its_replies_away()
    {
        model.Next(HalfAReply());
        await using var app = await AppProcess.StartAsync(Settings);
        using var ada = Browser(app);
        await ada.RegisterAsync(Email, Portal.Password);
        var chat = await SendAsync(ada, "What do you know of tea?");
        await Until.TrueAsync(() => Task.FromResult(model.Requests.Count == 1));
        await app.TerminateAsync();

        await using var again = await AppProcess.StartAsync(Settings);
        using var back = Browser(again);
        await back.LogInAsync(Email, Portal.Password);
        var reply = (await Messages(back, chat)).Single(m => m.GetAttribute("data-role") == "assistant");
        Assert.Equal("broken", reply.GetAttribute("data-status"));
        Assert.Contains("restarted", reply.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_instance_on_the_same_data_is_refused_in_plain_words()
    {
        await using var app = await AppProcess.StartAsync(Settings);
        var (code, output) = await AppProcess.RunToEndAsync(Settings);
        Assert.Equal(1, code);
        Assert.Contains("cannot start", output, StringComparison.Ordinal);
        Assert.Contains(directory, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        using var browser = Browser(app);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/health/ready")).StatusCode);
    }

    [Fact]
    public async Task Unusable_database_is_refused_in_plain_words()
    {
        var settings = Settings;
        settings["ConnectionStrings__Database"] = "Host=127.0.0.1;Port=1;Username=nobody;Password=secret-word;Database=none;Timeout=5";
        var (code, output) = await AppProcess.RunToEndAsync(settings);
        Assert.Equal(1, code);
        Assert.Contains("ConnectionStrings__Database", output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-word", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    private ModelScript HalfAReply() => new ModelScript().Text(Half).Text(", and").Wait(gate.Task).Text(" the rest.").Finish();

    private static HttpClient Browser(AppProcess app) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = app.Address };

    private static async Task<string> SendAsync(HttpClient person, string text)
    {
        using var answer = await person.SubmitAsync("/chat/new", [("message", text)], "form#composer");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!.OriginalString.Split('#')[0];
    }

    private static async Task<IReadOnlyList<IElement>> Messages(HttpClient person, string chat)
    {
        IHtmlDocument page = await person.PageAsync(chat);
        return [.. page.QuerySelectorAll("#log article[data-seq]")];
    }
}
