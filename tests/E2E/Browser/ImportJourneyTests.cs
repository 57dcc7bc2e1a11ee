using System.Text;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Playwright;
using static ConversationMemory.Tests.E2E.Fixtures.ImportCalls;
using static Microsoft.Playwright.Assertions;

namespace ConversationMemory.Tests.E2E.Browser;

/// <summary>A person brings their history along.</summary>
public sealed class ImportJourneyTests(ChatPortal portal) : IClassFixture<ChatPortal>
{
    [Fact]
    public async Task File_of_ChatGPT_is_looked_at_imported_read_and_taken_back()
    {
        await using var chat = await ChatPage.OpenAsync(portal, "nina");
        var page = chat.Page;
        await page.GotoAsync("/account");
        await page.GetByRole(AriaRole.Link, new() { Name = "Import conversations" }).ClickAsync();
        await Expect(page.GetByText("You have not imported anything yet.")).ToBeVisibleAsync();
        await chat.IsAccessibleAsync();

        var branched = Branched("fork")[..^1].Trim().TrimStart('[').TrimEnd(']');
        var file = $"{ChatGpt(("long", 40, 1), ("old", 4, 200))[..^1]},{branched},{{\"broken\": 1}}]";
        await page.GetByLabel("File", new() { Exact = true }).SetInputFilesAsync(new FilePayload { Name = "conversations.json", MimeType = "application/json", Buffer = Encoding.UTF8.GetBytes(file) });
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload and look" }).ClickAsync();

        var what = page.Locator("section", new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = "What will happen" }) });
        await Expect(what).ToContainTextAsync("3 conversations with their original times");
        await Expect(what).ToContainTextAsync("1 conversation is longer than the 30 messages");
        await Expect(what).ToContainTextAsync("go straight to your archive");
        await Expect(page.Locator(".facts")).ToContainTextAsync("ChatGPT");
        await chat.IsAccessibleAsync();

        await page.GetByLabel("Import 1 other branch").CheckAsync();
        await Expect(what).ToContainTextAsync("4 conversations with their original times");
        await chat.IsAccessibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Import 4 conversations" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("done");
        await Expect(page.Locator(".facts")).ToContainTextAsync("3 conversations");
        await Expect(page.Locator("tr", new() { HasText = "Entry 4" })).ToContainTextAsync("no conversation");
        await chat.IsAccessibleAsync();

        var import = page.Url;
        await page.GetByRole(AriaRole.Link, new() { Name = "3 conversations" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Branched fork", Exact = true }).ClickAsync();
        await Expect(page.Locator("article[data-role=assistant]")).ToContainTextAsync("Oslo");
        await page.GotoAsync("/conversations?state=archived");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Chat old" })).ToBeVisibleAsync();

        await page.GotoAsync(import);
        await page.GetByText("Undo this import").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo the import" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("undone");
        await Expect(page.Locator(".facts")).ToContainTextAsync("4 conversations, with a receipt");
        await chat.IsAccessibleAsync();
        await page.GotoAsync("/imports");
        await Expect(page.GetByRole(AriaRole.Table)).ToContainTextAsync("undone");
        await chat.IsAccessibleAsync();
        Assert.Empty(chat.Complaints);
    }
}
