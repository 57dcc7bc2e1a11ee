using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ConversationMemory.Tests.E2E.Browser;

/// <summary>Every page can be used by everybody: light and dark, wide and narrow.</summary>
public sealed class LookTests(ChatPortal portal) : IClassFixture<ChatPortal>
{
    private const string Rich = "# Heading\n\n> Quote\n\n1. one\n2. two\n\n- [x] done\n\n| left | right |\n|---|--:|\n| cell | 1 |\n\n"
        + "```csharp\n// comment\nvar words = new List<string> { \"word\" };\n```\n\n`code`, [a link](https://example.org), ~~gone~~, $x^2$\n\nمرحبا بالعالم";

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark, "color-contrast")]
    public async Task No_page_keeps_anybody_out(ColorScheme colours, params string[] rules)
    {
        await portal.SignedInAsOwner();
        await using var chat = await ChatPage.OpenAsync(portal, "root", new() { ColorScheme = colours });
        var page = chat.Page;
        portal.When("Show me everything", ModelScript.Answers(Rich));
        portal.When("Break", new ModelScript().Text("Half").ErrorChunk("overloaded"));
        await chat.AskAsync("Show me everything");
        await Expect(page.Locator(".hljs-string")).ToBeVisibleAsync();
        await chat.AskAsync("Break");
        foreach (var fold in await page.Locator(".log details > summary").AllAsync()) await fold.ClickAsync();
        await chat.IsAccessibleAsync(rules);

        foreach (var path in Paths(chat.ConversationId))
        {
            var answer = await page.GotoAsync(path);
            Assert.True(answer!.Ok, path);
            await chat.IsAccessibleAsync(rules);
            Assert.Empty(chat.Complaints);
        }

        await page.GotoAsync("/there/is/nothing");
        await chat.IsAccessibleAsync(rules);
    }

    [Fact]
    public async Task Phone_shows_the_list_in_a_drawer_and_nothing_beyond_its_edges()
    {
        await using var chat = await ChatPage.OpenAsync(portal, "phoebe",
            new() { ViewportSize = new() { Width = 390, Height = 844 }, HasTouch = true, IsMobile = true });
        var page = chat.Page;
        portal.When("Wide things", ModelScript.Answers($"{Rich}\n\n```\n{new string('x', 300)}\n```\n\n{new string('y', 300)}"));
        await chat.AskAsync("Wide things");
        Assert.Equal(390, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await Expect(page.GetByText("2 messages, newest 30 kept")).ToBeVisibleAsync();
        await chat.IsAccessibleAsync();

        await Expect(chat.Conversations).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Open conversations" }).TapAsync();
        await Expect(chat.Conversations).ToBeVisibleAsync();
        await chat.IsAccessibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(chat.Conversations).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Open conversations" }).TapAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "New chat" }).TapAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "What is on your mind?" })).ToBeVisibleAsync();
    }

    private static string[] Paths(string conversation) =>
    [
        "/chat/new", "/search", "/search?q=the", "/search?q=zzzz&code=true", "/conversations", $"/conversations/{conversation}/rename", $"/conversations/{conversation}/delete",
        $"/chat/{conversation}/messages/1/edit", "/account", "/account/keys", "/account/password", "/account/delete",
        "/admin/storage", "/admin/maintenance", "/conversations?state=expiring", "/conversations?state=archived", "/conversations?state=deleted",
        "/account/logout", "/admin/users", "/admin/agents", "/admin/agents/edit", "/admin/agents/01900000-0000-7000-8000-0000000000a1/versions", "/admin/retention", "/admin/retention/system",
        "/admin/retention/agents/01900000-0000-7000-8000-0000000000a1", "/admin/holds", "/admin/exports", "/exports", "/admin/audit", $"/admin/conversations/{conversation}",
        $"/conversations/{conversation}/retention", "/account/closed", $"/conversations/{conversation}/export", $"/conversations/{conversation}/print",
        "/shares", "/templates", $"/conversations/{conversation}/share", $"/conversations/{conversation}/members", $"/conversations/{conversation}/template",
        "/conversations?state=shared",
        "/imports", "/search",
    ];
}
