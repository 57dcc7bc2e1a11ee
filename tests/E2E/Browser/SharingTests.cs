using System.Text.RegularExpressions;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ConversationMemory.Tests.E2E.Browser;

/// <summary>Conversations between people: by link to anybody, and with members.</summary>
public sealed class SharingTests(ChatPortal portal) : IClassFixture<ChatPortal>
{
    [Fact]
    public async Task Shared_behind_a_passphrase_opened_in_another_browser_and_taken_back()
    {
        await using var chat = await ChatPage.OpenAsync(portal, "ada");
        var page = chat.Page;
        portal.When("Where is the key?", ModelScript.Answers("Under the **mat**.\n\n```csharp\nvar key = \"mat\";\n```"));
        await chat.AskAsync("Where is the key?");
        await page.GetByTitle("Share this conversation").ClickAsync();
        await chat.IsAccessibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Share by link" }).ClickAsync();
        await chat.IsAccessibleAsync();
        await page.GetByLabel("Passphrase").FillAsync("open sesame");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a link" }).ClickAsync();
        await Expect(page.GetByText("The link is made")).ToBeVisibleAsync();
        await chat.IsAccessibleAsync();
        var address = await page.GetByRole(AriaRole.Textbox, new() { NameRegex = new Regex("^Address of") }).InputValueAsync();

        await using var reader = await ChatPage.VisitAsync(portal);
        await reader.Page.GotoAsync(address);
        await Expect(reader.Page.GetByRole(AriaRole.Heading, new() { Name = "This conversation asks for a passphrase" })).ToBeVisibleAsync();
        await reader.IsAccessibleAsync();
        await reader.Page.GetByLabel("Passphrase").FillAsync("open barley");
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();
        await Expect(reader.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("not the passphrase");
        await reader.IsAccessibleAsync();
        await reader.Page.GetByLabel("Passphrase").FillAsync("open sesame");
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();
        await Expect(reader.Replies.Locator("strong")).ToHaveTextAsync("mat");
        await Expect(reader.Page.Locator(".hljs-string")).ToBeVisibleAsync();
        await Expect(reader.Page.GetByRole(AriaRole.Button, new() { Name = "Copy message" })).ToHaveCountAsync(2);
        await reader.IsAccessibleAsync();

        await page.GotoAsync("/shares");
        await Expect(page.GetByText("opened once")).ToBeVisibleAsync();
        await chat.IsAccessibleAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Revoke the Snapshot") }).ClickAsync();
        await Expect(page.GetByText("Ended of late (1)")).ToBeVisibleAsync();
        await reader.Page.ReloadAsync();
        await Expect(reader.Page.GetByRole(AriaRole.Heading, new() { Name = "This link does not work" })).ToBeVisibleAsync();
        await reader.IsAccessibleAsync();
        Assert.Empty(chat.Complaints);
    }

    [Fact]
    public async Task Two_people_write_in_one_conversation_until_one_is_removed()
    {
        await using var ada = await ChatPage.OpenAsync(portal, "amy");
        await using var ben = await ChatPage.OpenAsync(portal, "bob");
        await ada.AskAsync("A plan for two");
        var talk = ada.ConversationId;
        await ada.Page.GotoAsync($"/conversations/{talk}/members");
        await ada.IsAccessibleAsync();
        await ada.Page.GetByLabel("Email").FillAsync("bob@example.org");
        await ada.Page.GetByLabel("Role").SelectOptionAsync("Writer");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Invite" }).ClickAsync();
        await Expect(ada.Page.GetByText("bob@example.org can read and write here now")).ToBeVisibleAsync();
        await ada.IsAccessibleAsync();
        await ada.Page.GotoAsync($"/chat/{talk}");

        await ben.Page.ReloadAsync();
        await Expect(ben.Conversations.GetByRole(AriaRole.Heading, new() { Name = "Shared with me" })).ToBeVisibleAsync();
        await ben.Conversations.GetByRole(AriaRole.Link, new() { Name = "A plan for two" }).ClickAsync();
        await Expect(ben.Page.GetByText("Shared by amy")).ToBeVisibleAsync();
        await ben.IsAccessibleAsync();
        portal.When("bob: I bring the cake", ModelScript.Answers("Then amy brings the tea."));
        await ben.AskAsync("I bring the cake");
        await Expect(ben.Questions.Last.Locator(".author")).ToHaveTextAsync("You");

        // By itself, on the owner's page.
        await Expect(ada.Questions.Last).ToContainTextAsync("I bring the cake");
        await Expect(ada.Questions.Last.Locator(".author")).ToHaveTextAsync("bob");
        await Expect(ada.Replies.Last).ToContainTextAsync("Then amy brings the tea.");
        await ada.IsAccessibleAsync();
        await ada.AskAsync("And I the tea");
        await Expect(ben.Questions.Last.Locator(".author")).ToHaveTextAsync("amy");

        await ada.Page.GotoAsync($"/conversations/{talk}/members");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Remove bob@example.org" }).ClickAsync();
        await Expect(ben.Page.GetByRole(AriaRole.Heading, new() { Name = "There is nothing here" })).ToBeVisibleAsync();
        Assert.Empty(ada.Complaints);
    }

    [Fact]
    public async Task Member_finds_what_its_owner_has_archived_and_reads_it()
    {
        await using var ada = await ChatPage.OpenAsync(portal, "ann");
        await ada.AskAsync("The recipe of the marmalade");
        var talk = ada.ConversationId;
        await portal.SignedInAs("ike");
        var key = await portal.KeyOf("ann");
        await key.CallAsync(HttpMethod.Post, $"/api/conversations/{talk}/members", new { email = "ike@example.org", role = "writer" });
        await key.CallAsync(HttpMethod.Post, $"/api/conversations/{talk}/archive");

        await using var ben = await ChatPage.OpenAsync(portal, "ike");
        await ben.Page.Keyboard.PressAsync("Control+k");
        var finder = ben.Page.GetByRole(AriaRole.Dialog, new() { Name = "Search all conversations" });
        await finder.GetByRole(AriaRole.Searchbox).PressSequentiallyAsync("recipe");
        await Expect(finder.Locator(".badge").First).ToHaveTextAsync("archive");
        await finder.Locator("#finder-found a").First.ClickAsync();
        await Expect(ben.Page.GetByText("ann has put this conversation into the archive")).ToBeVisibleAsync();
        await Expect(ben.Page.Locator("#m-1")).ToBeInViewportAsync();
        await Expect(ben.Page.GetByRole(AriaRole.Button, new() { Name = "Restore" })).ToHaveCountAsync(0);
        await ben.IsAccessibleAsync();
        Assert.Empty(ben.Complaints);
    }

    [Fact]
    public async Task Template_is_saved_from_a_conversation_and_begun_with()
    {
        await using var chat = await ChatPage.OpenAsync(portal, "tom");
        await chat.AskAsync("Write to {{customer}}");
        await chat.Page.GetByTitle("Share this conversation").ClickAsync();
        await chat.Page.GetByRole(AriaRole.Link, new() { Name = "Save as template" }).ClickAsync();
        await chat.IsAccessibleAsync();
        await chat.Page.GetByLabel("Name").FillAsync("Letter");
        await chat.Page.GetByLabel("Up to message").SelectOptionAsync("1");
        await chat.Page.GetByRole(AriaRole.Button, new() { Name = "Save template" }).ClickAsync();
        await chat.IsAccessibleAsync();
        await chat.Page.GetByRole(AriaRole.Link, new() { Name = "Start with it" }).ClickAsync();
        await chat.IsAccessibleAsync();
        await chat.Page.GetByLabel("customer").FillAsync("Zoë");
        await chat.Page.GetByLabel("Put it into the message box").CheckAsync();
        await chat.Page.GetByRole(AriaRole.Button, new() { Name = "Start the conversation" }).ClickAsync();
        await Expect(chat.Message).ToHaveValueAsync("Write to Zoë");
        await chat.Message.PressAsync("Enter");
        await Expect(chat.Replies).ToContainTextAsync("You said: Write to Zoë");
        Assert.Empty(chat.Complaints);
    }
}
