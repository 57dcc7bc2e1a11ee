using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ConversationMemory.Tests.E2E.Browser;

/// <summary>The life of conversations as their owner and an admin see it. Time passes in the database's sweep.</summary>
public sealed class RetentionJourneyTests(ChatPortal portal) : IClassFixture<ChatPortal>
{
    [Fact]
    public async Task Policy_is_simulated_and_saved_and_conversations_are_warned_of_extended_exported_let_go_and_restored()
    {
        await using var chat = await ChatPage.OpenAsync(portal, "root");
        var page = chat.Page;
        foreach (var title in new[] { "Extend me", "Export me", "Let me go" })
        {
            await page.GotoAsync("/chat/new");
            await chat.AskAsync(title);
        }

        await portal.Database.RunAsync("UPDATE app.conversations SET active_at = active_at - interval '20 days'");

        // A policy: what would it do, and only then yes.
        await page.GotoAsync("/admin/retention/system");
        await page.GetByLabel("Lifetime in days").FillAsync("14");
        await page.GetByRole(AriaRole.Button, new() { Name = "Simulate" }).ClickAsync();
        var simulation = page.Locator("#simulation");
        await Expect(simulation.GetByRole(AriaRole.Heading, new() { Name = "What it would do" })).ToBeVisibleAsync();
        await Expect(simulation.Locator("tbody", new() { HasText = "Given notice at once" }).Locator("tr", new() { HasText = "proposed" })).ToContainTextAsync("3");
        await chat.IsAccessibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await page.Locator("button[name=Confirmed]").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToBeVisibleAsync();

        // Its owner is told in time.
        await SweepAsync(day: 0);
        await page.GotoAsync("/chat");
        await Expect(chat.Conversations.GetByText("3 conversations end soon")).ToBeVisibleAsync();
        await chat.Conversations.GetByRole(AriaRole.Link, new() { Name = "Extend me" }).ClickAsync();
        await Expect(page.Locator("#lifetime")).ToContainTextAsync("Deleted in");
        await chat.IsAccessibleAsync();
        await page.Locator("#lifetime").GetByRole(AriaRole.Button, new() { Name = "Extend" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "another full term" })).ToBeVisibleAsync();
        await Expect(chat.Conversations.GetByText("2 conversations end soon")).ToBeVisibleAsync();

        // One is saved from the list of what ends soon.
        await chat.Conversations.GetByText("2 conversations end soon").ClickAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Export me" }).CheckAsync();
        await chat.IsAccessibleAsync();
        var file = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Export", Exact = true }).ClickAsync());
        Assert.Collection(await NamesAsync(file),
            name => Assert.EndsWith("Export me.md", name, StringComparison.Ordinal),
            name => Assert.EndsWith("Export me.json", name, StringComparison.Ordinal),
            name => Assert.Equal("index.html", name),
            name => Assert.Equal("manifest.json", name));

        // Both that nobody kept are in the trash, and one comes back.
        await SweepAsync(day: 8);
        await page.GotoAsync("/conversations");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Extend me" })).ToBeVisibleAsync();
        await page.GotoAsync("/conversations?state=deleted");
        await Expect(page.GetByRole(AriaRole.Checkbox)).ToHaveCountAsync(3); // the two, and the one that ticks both
        await chat.IsAccessibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Let me go" }).ClickAsync();
        await Expect(page.Locator("article[data-role=user]")).ToContainTextAsync("Let me go");
        await chat.IsAccessibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Restore" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "is back" })).ToBeVisibleAsync();
        await SweepAsync(day: 16);
        await page.GotoAsync("/conversations");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Let me go" })).ToBeVisibleAsync();

        // What is gone left a receipt, and nothing else.
        await page.GotoAsync("/account/receipts");
        await Expect(page.GetByRole(AriaRole.Table)).ToContainTextAsync("its time was over (system policy, 14 days)");
        await chat.IsAccessibleAsync();
        await page.GotoAsync("/admin/receipts");
        await Expect(page.GetByRole(AriaRole.Table)).ToContainTextAsync("root@example.org");
        await chat.IsAccessibleAsync();
        await page.GotoAsync("/admin/storage");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Storage" }).First).ToBeVisibleAsync();
        await chat.IsAccessibleAsync();
        Assert.Empty(chat.Complaints);
    }

    [Fact]
    public async Task Admin_previews_a_cleanup_runs_it_slowly_stops_goes_on_and_sees_receipt_and_proof()
    {
        var cleo = await portal.Database.AddPersonAsync("cleo");
        var email = await portal.Database.ReadAsync<string>("SELECT email FROM app.users WHERE id = $1", cleo);
        for (var n = 0; n < 12; n++) await portal.Database.AddStaleAsync(cleo, 60);
        await using var chat = await ChatPage.OpenAsync(portal, "root");
        var page = chat.Page;
        await page.GotoAsync("/admin/cleanup");
        await page.GetByLabel("Inactive for at least (days)").FillAsync("30");
        await page.GetByLabel("Person (email)").FillAsync(email);
        await page.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await Expect(page.Locator("#preview")).ToContainTextAsync("12 conversations with 36 messages");
        await chat.IsAccessibleAsync();

        // Ten a second: time enough to stop it.
        await page.GetByLabel("At most").SelectOptionAsync("10");
        await page.GetByRole(AriaRole.Button, new() { Name = "Clean all 12" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Go on" })).ToBeVisibleAsync();
        await chat.IsAccessibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await Expect(page.Locator("#run")).ToContainTextAsync("12 of 12 conversations are in the trash");
        await Expect(page.Locator("#run")).ToContainTextAsync("Nothing is removed for good yet");

        await portal.Database.RunAsync("SELECT app.sweep('schedule', 1000, NULL, now() + interval '40 days')");
        await page.ReloadAsync();
        await chat.IsAccessibleAsync();
        await page.Locator("#run").GetByRole(AriaRole.Table).GetByRole(AriaRole.Link).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();
        await Expect(page.Locator("#proof")).ToContainTextAsync("Nothing is left of these conversations in any table");
        await chat.IsAccessibleAsync();
        Assert.Empty(chat.Complaints);
    }

    [Fact]
    public async Task Many_are_changed_together_and_the_change_is_undone()
    {
        await using var chat = await ChatPage.OpenAsync(portal, "mary");
        var page = chat.Page;
        foreach (var title in new[] { "One", "Two", "Three" })
        {
            await page.GotoAsync("/chat/new");
            await chat.AskAsync(title);
        }

        await page.GotoAsync("/conversations");
        await page.GetByLabel("Select all shown").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Archive" }).ClickAsync();
        await Expect(page.GetByText("Your conversations will be listed here.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Three" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Two" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pin", Exact = true }).ClickAsync();
        await Expect(page.Locator("li", new() { HasText = "Two" })).ToContainTextAsync("pinned");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Choose at least one conversation first");
        await chat.IsAccessibleAsync();
        Assert.Empty(chat.Complaints);
    }

    [Fact]
    public async Task Pinned_message_stays_in_sight_when_it_leaves_the_window()
    {
        await using var chat = await ChatPage.OpenAsync(portal, "pia");
        var page = chat.Page;
        await chat.AskAsync("Remember the number 4711");
        await page.Locator("#m-1").HoverAsync();
        await page.Locator("#m-1").GetByRole(AriaRole.Button, new() { Name = "Pin message" }).ClickAsync();
        await Expect(page.Locator("#m-1")).ToContainTextAsync("pinned");
        var id = Guid.Parse(chat.ConversationId);
        await portal.Database.RunAsync("""
            INSERT INTO app.messages (owner_id, conversation_id, role, status, content, tokens)
            SELECT owner_id, id, CASE WHEN n % 2 = 1 THEN 'user' ELSE 'assistant' END, 'complete', 'Something else ' || n, 3
            FROM app.conversations, generate_series(1, 40) AS n WHERE id = $1
            """, id);
        await page.ReloadAsync();
        await Expect(page.Locator("#m-1")).ToContainTextAsync("4711");
        await Expect(page.Locator("#m-2")).ToHaveCountAsync(0);
        await page.Locator("#m-1").HoverAsync();
        await page.Locator("#m-1").GetByRole(AriaRole.Button, new() { Name = "Pin message" }).ClickAsync();
        await Expect(page.Locator("#m-1")).ToHaveCountAsync(0);
        Assert.Empty(chat.Complaints);
    }

    private Task<int> SweepAsync(int day) => portal.Database.RunAsync(
        "SELECT app.sweep('schedule', 1000, NULL, now() + $1 * interval '1 day' + interval '1 minute')", day);

    private static async Task<IEnumerable<string>> NamesAsync(IDownload file)
    {
        await using var stream = await file.CreateReadStreamAsync();
        using var content = new MemoryStream();
        await stream.CopyToAsync(content);
        using var zip = new System.IO.Compression.ZipArchive(content);
        return [.. zip.Entries.Select(e => e.Name)];
    }
}
