using System.Text.RegularExpressions;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ConversationMemory.Tests.E2E.Browser;

/// <summary>What a person does at the chat page, with script, in a real browser.</summary>
public sealed partial class JourneyTests(ChatPortal portal) : IClassFixture<ChatPortal>
{
    [Fact]
    public async Task Newcomer_registers_chats_finds_renames_and_deletes()
    {
        await using var chat = await ChatPage.VisitAsync(portal);
        var page = chat.Page;
        await page.GotoAsync("/");
        await Expect(page).ToHaveURLAsync(new Regex("/account/login"));
        await chat.IsAccessibleAsync();
        await page.GotoAsync("/account/register");
        await chat.IsAccessibleAsync();
        await page.GetByLabel("Email").FillAsync("newcomer@example.org");
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Portal.Password);
        await page.GetByLabel("Confirm password").FillAsync(Portal.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create account" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "New chat" })).ToBeVisibleAsync();
        await Expect(chat.Message).ToBeFocusedAsync();
        await chat.IsAccessibleAsync();

        // Streaming: the first words are there while the model still writes, and Stop has taken the place of Send.
        var gate = new TaskCompletionSource();
        portal.When("How much is 6 * 7?\nI *like* tea.",
            new ModelScript().ToolCall(0, "a", "calculator", """{"expression":"6*7"}""").Finish("tool_calls"),
            new ModelScript().Text("It is **forty").Wait(gate.Task).Text("-two**.").Finish());
        portal.When("Person: How much is 6 * 7?\nI *like* tea.\n\nAssistant: It is **forty-two**.", ModelScript.Answers("\"Six times seven\""));
        await chat.Message.FillAsync("How much is 6 * 7?");
        await chat.Message.PressAsync("Shift+Enter");
        await chat.Message.PressSequentiallyAsync("I *like* tea.");
        await chat.Message.PressAsync("Enter");
        await page.WaitForURLAsync(ConversationUrl(), new() { WaitUntil = WaitUntilState.Commit });
        await Expect(chat.Running).ToContainTextAsync("It is");
        await Expect(chat.Running).ToHaveAttributeAsync("aria-busy", "true");
        await Expect(chat.Stop).ToBeVisibleAsync();
        await Expect(chat.Send).ToHaveCountAsync(0);
        await chat.IsAccessibleAsync();
        gate.SetResult();
        var reply = chat.Replies.First;
        await Expect(reply.Locator(".body")).ToHaveTextAsync("It is forty-two.");
        await Expect(reply.Locator("strong")).ToHaveTextAsync("forty-two");
        await Expect(chat.Questions.Locator("em")).ToHaveTextAsync("like");
        await Expect(chat.Send).ToBeVisibleAsync();
        await Expect(chat.Message).ToBeFocusedAsync();
        await Expect(chat.Log).ToHaveAttributeAsync("aria-live", "polite");

        // Tools and context are folded, and open.
        await Expect(reply.GetByText("6*7")).ToBeHiddenAsync();
        await reply.GetByText("Used calculator").ClickAsync();
        await Expect(reply.GetByText("6*7")).ToBeVisibleAsync();
        await reply.GetByText("Made from 1 message").ClickAsync();
        await Expect(reply.GetByRole(AriaRole.Row, new() { Name = "Instructions to the agent" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Meter, new() { Name = "Context tokens" })).ToBeVisibleAsync();
        await Expect(page.GetByText("2 messages, newest 30 kept")).ToBeVisibleAsync();
        await chat.IsAccessibleAsync();

        // The model's title comes by itself, to the heading, the list and the tab.
        var title = page.GetByRole(AriaRole.Heading, new() { Name = "Six times seven" });
        await Expect(title).ToBeVisibleAsync();
        await Expect(page).ToHaveTitleAsync(new Regex("^Six times seven"));
        await Expect(chat.Conversations.Locator("[aria-current=page]")).ToContainTextAsync("Six times seven");

        // Another conversation; the list is searched by title.
        await page.GetByRole(AriaRole.Button, new() { Name = "New chat" }).ClickAsync();
        await chat.AskAsync("Plans for the garden");
        await Expect(chat.Conversations.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(2);
        await Expect(chat.Conversations.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Today");
        await page.GetByLabel("Search conversations").FillAsync("TIMES");
        await Expect(chat.Conversations.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(1);
        await page.GetByLabel("Search conversations").FillAsync("nothing like it");
        await Expect(chat.Conversations).ToContainTextAsync("No title matches.");
        await page.GetByLabel("Search conversations").FillAsync("");
        await Expect(chat.Conversations.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(2);

        // Renamed: once given up, once refused, once done.
        var current = chat.Conversations.Locator("li:has([aria-current=page])");
        await OpenMenuAsync(current, "Rename");
        await Expect(page.GetByLabel("Title")).ToBeFocusedAsync();
        await chat.IsAccessibleAsync();
        await chat.Conversations.GetByRole(AriaRole.Link, new() { Name = "Cancel" }).ClickAsync();
        await Expect(current.GetByRole(AriaRole.Link).First).ToBeFocusedAsync();
        await OpenMenuAsync(current, "Rename");
        await page.GetByLabel("Title").FillAsync(new string('x', 201));
        await page.GetByLabel("Title").PressAsync("Enter");
        await Expect(chat.Conversations.GetByRole(AriaRole.Alert)).ToContainTextAsync("200 are allowed");
        await page.GetByLabel("Title").FillAsync("Garden & <b>greenhouse</b>");
        await page.GetByLabel("Title").PressAsync("Enter");
        await Expect(current.GetByRole(AriaRole.Link).First).ToHaveTextAsync("Garden & <b>greenhouse</b>");
        await Expect(current.GetByRole(AriaRole.Link).First).ToBeFocusedAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Garden & <b>greenhouse</b>" })).ToBeVisibleAsync();

        // Deleted: once given up, once done.
        await OpenMenuAsync(current, "Delete");
        await Expect(chat.Conversations.GetByText("from which it can be restored")).ToBeVisibleAsync();
        await chat.IsAccessibleAsync();
        await chat.Conversations.GetByRole(AriaRole.Link, new() { Name = "Cancel" }).ClickAsync();
        await OpenMenuAsync(current, "Delete");
        await chat.Conversations.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await Expect(title).ToBeVisibleAsync();
        await Expect(chat.Conversations.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(1);
        Assert.Single(chat.Complaints, c => c.Contains("422", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reply_is_stopped_retried_regenerated_and_its_question_edited()
    {
        await using var chat = await ChatPage.OpenAsync(portal, "rita");
        var page = chat.Page;
        var never = new TaskCompletionSource();
        portal.When("Tell a long story", new ModelScript().Text("Once upon a time").Wait(never.Task));
        await chat.WriteAsync("Tell a long story");
        await Expect(chat.Running).ToContainTextAsync("Once upon a time");
        await chat.Stop.ClickAsync();
        await Expect(chat.Replies).ToContainTextAsync("You stopped this reply.");
        await Expect(chat.Replies).ToContainTextAsync("Once upon a time");
        await Expect(chat.Message).ToBeFocusedAsync();

        portal.When("Tell a long story", ModelScript.Answers("The end."));
        await page.GetByRole(AriaRole.Button, new() { Name = "Regenerate reply" }).ClickAsync();
        await Expect(chat.Replies.Locator(".body")).ToHaveTextAsync("The end.");
        await Expect(chat.Replies).ToHaveCountAsync(1);
        await Expect(chat.Message).ToBeFocusedAsync();

        // A fault: what was asked and what came stay, and another try is offered.
        portal.When("Tell a short story", new ModelScript().Text("Half a ").ErrorChunk("overloaded"));
        await chat.WriteAsync("Tell a short story");
        var broken = page.Locator("article[data-status=broken]");
        await Expect(broken.Locator(".body")).ToHaveTextAsync("Half a");
        await Expect(chat.Questions.Last.Locator(".body")).ToHaveTextAsync("Tell a short story");
        await chat.IsAccessibleAsync();
        portal.When("Tell a short story", ModelScript.Answers("All of it."));
        await page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await Expect(chat.Replies.Last.Locator(".body")).ToHaveTextAsync("All of it.");
        await Expect(broken).ToHaveCountAsync(0);

        // Only what is newest can be made anew.
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Regenerate reply" })).ToHaveCountAsync(1);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Edit message" })).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Link, new() { Name = "Edit message" }).ClickAsync();
        await Expect(page.GetByLabel("Edit your message")).ToBeFocusedAsync();
        await Expect(page.GetByLabel("Edit your message")).ToHaveValueAsync("Tell a short story");
        await chat.IsAccessibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Cancel" }).ClickAsync();
        await Expect(chat.Questions.Last).ToContainTextAsync("Tell a short story");
        await page.GetByRole(AriaRole.Link, new() { Name = "Edit message" }).ClickAsync();
        await page.GetByLabel("Edit your message").FillAsync("Tell a joke");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(chat.Replies.Last.Locator(".body")).ToHaveTextAsync("You said: Tell a joke");
        await Expect(chat.Questions).ToHaveCountAsync(2);
        await Expect(chat.Message).ToBeFocusedAsync();

        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await chat.Replies.Last.GetByRole(AriaRole.Button, new() { Name = "Copy message" }).ClickAsync();
        await Expect(chat.Replies.Last.GetByText("Copied")).ToBeAttachedAsync();
        Assert.Equal("You said: Tell a joke", await page.EvaluateAsync<string>("navigator.clipboard.readText()"));
        Assert.Empty(chat.Complaints);
    }

    [Fact]
    public async Task Reply_goes_on_without_its_tab_and_tabs_stay_in_step()
    {
        await using var first = await ChatPage.OpenAsync(portal, "tina");
        await first.AskAsync("Hello");
        var gate = new TaskCompletionSource();
        portal.When("Count slowly", new ModelScript().Text("One, ").Wait(gate.Task).Text("two, three.").Finish());
        await first.WriteAsync("Count slowly");
        await Expect(first.Running).ToContainTextAsync("One,");

        // Another tab, opened meanwhile, joins; a third sees the end though the one that asked is closed.
        var second = await first.AnotherTabAsync(first.Page.Url);
        await Expect(second.Running).ToContainTextAsync("One,");
        await first.Page.CloseAsync();
        gate.SetResult();
        await Expect(second.Replies.Last.Locator(".body")).ToHaveTextAsync("One, two, three.");
        var third = await second.AnotherTabAsync(second.Page.Url);
        await Expect(third.Replies.Last.Locator(".body")).ToHaveTextAsync("One, two, three.");

        // What happens in one tab shows in the other.
        await second.AskAsync("Is anybody there?");
        await Expect(third.Questions.Last).ToContainTextAsync("Is anybody there?");
        await Expect(third.Replies.Last.Locator(".body")).ToHaveTextAsync("You said: Is anybody there?");
        await Expect(third.Replies).ToHaveCountAsync(3);

        // A list that was on its way when the form came does not take it away.
        var listAsked = new TaskCompletionSource();
        var mayArrive = new TaskCompletionSource();
        await second.Page.RouteAsync(ListUrl(), async route =>
        {
            listAsked.TrySetResult();
            await mayArrive.Task;
            await route.ContinueAsync();
        });
        await second.Page.EvaluateAsync("htmx.trigger(document.body, 'conversations-changed')");
        await listAsked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await OpenMenuAsync(second.Conversations.Locator("li"), "Rename");
        await second.Page.GetByLabel("Title").FillAsync("Two tabs");
        var arrived = second.Page.WaitForResponseAsync(ListUrl());
        mayArrive.SetResult();
        await (await arrived).FinishedAsync();
        await second.Page.GetByLabel("Title").PressAsync("Enter");
        await Expect(third.Page.GetByRole(AriaRole.Heading, new() { Name = "Two tabs" })).ToBeVisibleAsync();
        await Expect(third.Conversations).ToContainTextAsync("Two tabs");
        Assert.Empty(second.Complaints.Concat(third.Complaints));
    }

    [Fact]
    public async Task Drafts_places_and_offline_sends_are_kept_until_signing_out()
    {
        await using var chat = await ChatPage.OpenAsync(portal, "olga");
        var page = chat.Page;
        portal.When("A long answer, please", ModelScript.Answers(string.Concat(Enumerable.Range(1, 80).Select(n => $"Paragraph {n}\n\n"))));
        await chat.AskAsync("A long answer, please");
        var address = page.Url;

        // The place is kept, and a draft in each conversation.
        await chat.Message.FillAsync("Half a thought");
        await page.EvaluateAsync("scrollTo(0, 400)");
        await page.GotoAsync("/chat/new");
        await Expect(chat.Message).ToHaveValueAsync("");
        await chat.Message.FillAsync("Another one");
        await page.GotoAsync(address);
        await Expect(chat.Message).ToHaveValueAsync("Half a thought");
        Assert.Equal(400, await page.EvaluateAsync<int>("Math.round(scrollY)"));
        await page.GotoAsync("/chat/new");
        await Expect(chat.Message).ToHaveValueAsync("Another one");
        await page.GotoAsync(address);

        // Offline: in sight, waiting, and stored once the connection is back; once.
        await page.Context.SetOfflineAsync(true);
        await chat.WriteAsync("Sent from a tunnel");
        await Expect(page.Locator("#pending")).ToContainTextAsync("Waiting for the connection");
        await Expect(chat.Send).ToBeDisabledAsync();
        await page.Context.SetOfflineAsync(false);
        await Expect(chat.Replies.Last.Locator(".body")).ToHaveTextAsync("You said: Sent from a tunnel");
        await Expect(page.Locator("#pending")).ToHaveCountAsync(0);
        Assert.Equal(1, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.messages WHERE content = 'Sent from a tunnel'"));

        // An answer that never arrives: sent again with the same key, and stored once.
        var attempts = 0;
        await page.RouteAsync("**/chat/*", async route =>
        {
            if (route.Request.Method != "POST" || attempts++ > 0) { await route.ContinueAsync(); return; }
            await route.FetchAsync();
            await route.AbortAsync();
        });
        await chat.WriteAsync("Said once");
        await Expect(chat.Replies.Last.Locator(".body")).ToHaveTextAsync("You said: Said once");
        await Expect(chat.Questions.Filter(new() { HasText = "Said once" })).ToHaveCountAsync(1);
        Assert.Equal(2, attempts);
        Assert.Equal(1, await portal.Database.ReadAsync<int>("SELECT count(*) FROM app.messages WHERE content = 'Said once'"));

        await chat.Message.FillAsync("My secret");
        Assert.Contains("My secret", await StoredAsync(page), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/account/login"));
        Assert.Equal("{}", await StoredAsync(page));
        await page.GoBackAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/account/login"));
        await chat.SignInAsync("olga");
        await Expect(chat.Message).ToHaveValueAsync("");
        await Expect(chat.Questions.Last).ToContainTextAsync("Said once");
    }

    [Fact]
    public async Task Session_that_ends_in_mid_typing_loses_nothing()
    {
        await using var chat = await ChatPage.OpenAsync(portal, "sven");
        var page = chat.Page;
        await chat.AskAsync("Hello");
        var address = page.Url;
        await page.Context.ClearCookiesAsync(new() { Name = "session" });
        await chat.WriteAsync("A long and careful message");
        await Expect(chat.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Your session has ended");
        await Expect(chat.Message).ToHaveValueAsync("A long and careful message");
        await Expect(page.Locator("#pending")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in again" }).ClickAsync();
        await chat.SignInAsync("sven");
        await Expect(page).ToHaveURLAsync(address);
        await Expect(chat.Message).ToHaveValueAsync("A long and careful message");

        // Somebody else at the same browser does not find it.
        await chat.Message.FillAsync("For sven's eyes");
        await page.Context.ClearCookiesAsync();
        await portal.SignedInAs("eve");
        await page.GotoAsync("/account/login?returnUrl=/chat/new");
        await chat.SignInAsync("eve");
        Assert.DoesNotContain("sven's eyes", await StoredAsync(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Long_message_is_counted_and_refused_with_its_text_kept()
    {
        await using var chat = await ChatPage.OpenAsync(portal, "lena");
        var counter = chat.Page.Locator(".counter");
        await chat.Message.FillAsync(new string('a', 3499));
        await Expect(counter).ToBeEmptyAsync();
        await chat.Message.FillAsync(Emoji(3500));
        await Expect(counter).ToHaveTextAsync("3,500 of 4,000 characters");
        await chat.Message.FillAsync(Emoji(4001));
        await Expect(counter).ToHaveTextAsync("4,001 of 4,000 characters");
        await chat.IsAccessibleAsync();
        await chat.Message.PressAsync("Enter");
        await Expect(chat.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("4,001 characters; 4,000 are allowed");
        await Expect(chat.Message).ToHaveValueAsync(Emoji(4001));
        await chat.AskAsync(Emoji(4000));
        await Expect(chat.Questions.Locator(".body")).ToHaveTextAsync(Emoji(4000));

        static string Emoji(int count) => string.Concat(Enumerable.Repeat("🦉", count));
    }

    // A list that refreshes at this very moment may close the menu; a person opens it again, and so does this.
    private static async Task OpenMenuAsync(ILocator row, string choice)
    {
        var form = row.Page.Locator("#conversation-list :is(form.rename, form.confirm-delete)");
        var link = row.GetByRole(AriaRole.Link, new() { Name = choice });
        await Expect(form).ToHaveCountAsync(0);
        await Until.TrueAsync(async () =>
        {
            if (await form.CountAsync() > 0) return true;
            try
            {
                if (!await link.IsVisibleAsync()) await row.Locator("summary").ClickAsync(new() { Timeout = 3_000 });
                await link.ClickAsync(new() { Timeout = 3_000 });
                await form.WaitForAsync(new() { Timeout = 3_000 });
            }
            catch (TimeoutException)
            {
                // Looked at anew.
            }

            return await form.CountAsync() > 0;
        });
    }

    private static Task<string> StoredAsync(IPage page) => page.EvaluateAsync<string>("JSON.stringify({ ...sessionStorage, ...localStorage })");

    [GeneratedRegex(@"/conversations(\?|$)")]
    private static partial Regex ListUrl();

    [GeneratedRegex("/chat/[0-9a-f-]{36}")]
    private static partial Regex ConversationUrl();
}
