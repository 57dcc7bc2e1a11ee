using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>A person at the chat page in a real browser, spoken to in intents.</summary>
public sealed class ChatPage : IAsyncDisposable
{
    private readonly List<string> complaints = [];

    private ChatPage(IPage page)
    {
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "warning" or "error") complaints.Add($"{message.Type}: {message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => complaints.Add(error);
    }

    public IPage Page { get; }

    /// <summary>What the browser has complained about in its console.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    /// <summary>What it has complained about until now was looked at.</summary>
    public void Forget() => complaints.Clear();

    public ILocator Message => Page.GetByLabel("Message", new() { Exact = true });

    public ILocator Send => Page.GetByRole(AriaRole.Button, new() { Name = "Send" });

    public ILocator Stop => Page.GetByRole(AriaRole.Button, new() { Name = "Stop" });

    /// <summary>Messages of the person as stored, not those on their way.</summary>
    public ILocator Questions => Page.Locator("article[data-role=user][data-seq]");

    /// <summary>Replies that have ended, one way or another.</summary>
    public ILocator Replies => Page.Locator("article[data-role=assistant][data-seq]");

    public ILocator Running => Page.Locator("article[data-status=running]");

    /// <summary>The transcript.</summary>
    public ILocator Log => Page.GetByRole(AriaRole.Log);

    public ILocator Conversations => Page.GetByRole(AriaRole.Navigation, new() { Name = "Conversations" });

    public string ConversationId => Page.Url.Split("/chat/")[1].Split('#')[0];

    /// <summary>A browser of its own for the named person, signed in and on an empty chat.</summary>
    public static async Task<ChatPage> OpenAsync(Portal portal, string name, BrowserNewContextOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(portal);
        await portal.SignedInAs(name);
        var chat = await VisitAsync(portal, options);
        await chat.Page.GotoAsync("/account/login?returnUrl=/chat/new");
        await chat.SignInAsync(name);
        return chat;
    }

    /// <summary>A browser of its own for nobody yet, on no page yet.</summary>
    public static async Task<ChatPage> VisitAsync(Portal portal, BrowserNewContextOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(portal);
        return new ChatPage(await Chromium.OpenAsync(portal.Address, options));
    }

    /// <summary>Another tab of the same browser.</summary>
    public async Task<ChatPage> AnotherTabAsync(string address)
    {
        var tab = new ChatPage(await Page.Context.NewPageAsync());
        await tab.Page.GotoAsync(address);
        return tab;
    }

    /// <summary>Fills in the sign-in form of the page that is open.</summary>
    public async Task SignInAsync(string name)
    {
        await Page.GetByLabel("Email").FillAsync(Portal.EmailOf(name));
        await Page.GetByLabel("Password").FillAsync(Portal.Password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        // Committed is enough: what follows waits for what it needs of the page.
        await Page.WaitForURLAsync("**/chat/**", new() { WaitUntil = WaitUntilState.Commit });
        await Assertions.Expect(Message).ToBeVisibleAsync();
    }

    /// <summary>Writes a message and presses Enter.</summary>
    public async Task WriteAsync(string text)
    {
        await Message.FillAsync(text);
        await Message.PressAsync("Enter");
    }

    /// <summary>Writes a message and waits for its reply.</summary>
    public async Task AskAsync(string text)
    {
        var replies = await Replies.CountAsync();
        await WriteAsync(text);
        await Assertions.Expect(Replies).ToHaveCountAsync(replies + 1);
        await Assertions.Expect(Send).ToBeEnabledAsync();
    }

    /// <summary>The page has nothing that would keep a person with a disability out.</summary>
    /// <param name="rules">Check these of axe's rules alone; none: all.</param>
    public async Task IsAccessibleAsync(params string[] rules)
    {
        // Colours in the middle of a transition would be judged as they are then. One whose element goes meanwhile is aborted.
        await Page.EvaluateAsync("Promise.all(document.getAnimations().filter(a => a.effect.getTiming().iterations !== Infinity).map(a => a.finished.catch(() => null)))");
        var options = new AxeRunOptions { ResultTypes = [ResultType.Violations] };
        if (rules.Length > 0) options.RunOnly = new RunOnlyOptions { Type = "rule", Values = [.. rules] };
        var result = await Page.RunAxe(options);
        Assert.True(result.Violations.Length == 0, $"{Page.Url}: " + string.Join("; ", result.Violations.Select(Text)));

        static string Text(AxeResultItem item) => $"{item.Id} at {string.Join(", ", item.Nodes.Select(n => n.Target + " " + n.Html))}";
    }

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}
