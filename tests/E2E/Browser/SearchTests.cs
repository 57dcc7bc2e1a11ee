using System.Text.RegularExpressions;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ConversationMemory.Tests.E2E.Browser;

public sealed class SearchTests(ChatPortal portal) : IClassFixture<ChatPortal>
{
    [Fact]
    public async Task Person_searches_as_they_type_and_jumps_to_the_message()
    {
        await using var chat = await ChatPage.OpenAsync(portal, "ada-searches");
        var page = chat.Page;
        await chat.AskAsync("The marmalade needs oranges <img src=x onerror=alert(1)>");
        await page.GotoAsync("/chat/new");
        await chat.AskAsync("Something else");

        await page.Keyboard.PressAsync("Control+k");
        var finder = page.GetByRole(AriaRole.Dialog, new() { Name = "Search all conversations" });
        await finder.GetByRole(AriaRole.Searchbox).PressSequentiallyAsync("marmal");
        await Expect(finder.Locator("mark").First).ToHaveTextAsync("marmalade");
        await chat.IsAccessibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(finder).ToBeHiddenAsync();

        await page.GotoAsync("/search");
        await page.GetByLabel("Search all conversations").First.PressSequentiallyAsync("orang");
        var hit = page.Locator(".hits li").Filter(new() { HasText = "You" }).First;
        await Expect(hit.Locator("mark").First).ToHaveTextAsync("oranges");
        await Expect(hit).ToContainTextAsync("<img src=x onerror=alert(1)>");
        Assert.Equal(0, await page.Locator("#found img").CountAsync());
        await Expect(page).ToHaveURLAsync(new Regex("q=orang"));
        await chat.IsAccessibleAsync();

        await hit.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex(@"/chat/[0-9a-f-]{36}\?at=1#m-1"));
        await Expect(page.Locator(".log.found #m-1")).ToBeInViewportAsync();
        Assert.Equal("m-1", await page.EvaluateAsync<string>("document.querySelector(':target').id"));

        // Going back finds the same, though the word was not typed to its end.
        await page.GoBackAsync();
        await Expect(page).ToHaveURLAsync(new Regex("q=orang"));
        await Expect(hit.Locator("mark").First).ToHaveTextAsync("oranges");
        Assert.Empty(chat.Complaints);
    }

    [Fact]
    public async Task Box_of_the_sidebar_searches_titles_at_once_and_everything_by_Enter()
    {
        await using var chat = await ChatPage.OpenAsync(portal, "sid-searches");
        await chat.AskAsync("Marmalade for breakfast");
        portal.When("Another thing", ModelScript.Answers("Something with marmalade in its answer."));
        await chat.Page.GotoAsync("/chat/new");
        await chat.AskAsync("Another thing");
        var box = chat.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search conversations" });
        await box.PressSequentiallyAsync("marmal");
        await Expect(chat.Conversations.GetByRole(AriaRole.Link)).ToHaveCountAsync(1);
        await box.PressAsync("Enter");
        await Expect(chat.Page).ToHaveURLAsync(new Regex("/search\\?q=marmal"));
        // The list showed one of them by its title already; what Enter finds is no less.
        await Expect(chat.Page.Locator(".hits li", new() { HasText = "Something with marmalade" })).ToBeVisibleAsync();
        await Expect(chat.Page.Locator(".hits li", new() { HasText = "Marmalade for breakfast" }).First).ToBeVisibleAsync();
        await chat.IsAccessibleAsync();
        Assert.Empty(chat.Complaints);
    }
}
