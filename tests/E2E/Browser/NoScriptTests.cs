using System.Text.RegularExpressions;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ConversationMemory.Tests.E2E.Browser;

/// <summary>The same person at a browser that runs no script: forms and redirects do it all.</summary>
public sealed class NoScriptTests(ChatPortal portal) : IClassFixture<ChatPortal>
{
    private static readonly BrowserNewContextOptions WithoutScript = new() { JavaScriptEnabled = false };

    [Fact]
    public async Task Everything_works_by_forms_and_redirects()
    {
        await using var chat = await ChatPage.OpenAsync(portal, "nora", WithoutScript);
        var page = chat.Page;

        // While the reply is written the page says so and looks again by itself.
        var gate = new TaskCompletionSource();
        portal.When("Hello", new ModelScript().Text("Good ").Wait(gate.Task).Text("morning.").Finish());
        await SendAsync(chat, "Hello");
        await Expect(page).ToHaveURLAsync(new Regex("/chat/[0-9a-f-]{36}#m-1$"));
        await Expect(chat.Questions).ToContainTextAsync("Hello");
        await Expect(page.GetByText("This page looks again every two seconds.")).ToBeVisibleAsync();
        gate.SetResult();
        await Expect(chat.Replies.Locator(".body")).ToHaveTextAsync("Good morning.");
        await Expect(page.GetByText("This page looks again")).ToHaveCountAsync(0);
        await Expect(page.Locator("[data-copy]:visible")).ToHaveCountAsync(0);

        // Stopped, regenerated, broken, tried again.
        var never = new TaskCompletionSource();
        portal.When("A story", new ModelScript().Text("Once").Wait(never.Task));
        await SendAsync(chat, "A story");
        await chat.Stop.ClickAsync();
        await Expect(chat.Replies.Last).ToContainTextAsync("You stopped this reply.");
        portal.When("A story", new ModelScript().Text("Twice").ErrorChunk("overloaded"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Regenerate reply" }).ClickAsync();
        await Expect(page.Locator("article[data-status=broken]")).ToContainTextAsync("Twice");
        portal.When("A story", ModelScript.Answers("The end."));
        await page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await Expect(chat.Replies.Last.Locator(".body")).ToHaveTextAsync("The end.");

        // Refused, with the text kept.
        var tooLong = new string('y', 4001);
        await SendAsync(chat, tooLong);
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("4,001 characters; 4,000 are allowed");
        await Expect(chat.Message).ToHaveValueAsync(tooLong);

        // Edited.
        await page.GetByRole(AriaRole.Link, new() { Name = "Edit message" }).ClickAsync();
        await page.GetByLabel("Edit your message").FillAsync(tooLong);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("4,000 are allowed");
        await page.GetByLabel("Edit your message").FillAsync("A joke");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(chat.Replies.Last.Locator(".body")).ToHaveTextAsync("You said: A joke");

        // Summarised and edited; what is left is the newest question and its reply, and the page says so.
        await page.GetByRole(AriaRole.Button, new() { Name = "Summarise" }).ClickAsync();
        await page.GetByText("Summary of messages 1–2").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Edit summary" }).ClickAsync();
        await page.GetByLabel("Summary of messages 1–2").FillAsync("They greeted each other.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByText("edited by you")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Summarise" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("nothing new to summarise");

        // Found, renamed, deleted.
        await page.GetByLabel("Search conversations").FillAsync("hell*");
        await page.GetByLabel("Search conversations").PressAsync("Enter");
        await Expect(page.Locator(".hits mark").First).ToHaveTextAsync("Hello");
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link, new() { Name = "Conversations" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Conversations" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Rename" }).ClickAsync();
        await page.GetByLabel("Title").FillAsync("Greetings");
        await page.GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Greetings" })).ToBeVisibleAsync();
        await page.GetByText("Change “").Locator("..").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Delete" }).ClickAsync();
        await Expect(page.GetByText("from which it can be restored")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "New chat" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/account/login"));
        Assert.DoesNotContain(chat.Complaints, c => !c.Contains("422", StringComparison.Ordinal));
    }

    private static async Task SendAsync(ChatPage chat, string text)
    {
        await chat.Message.FillAsync(text);
        await chat.Send.ClickAsync();
    }
}
