using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ConversationMemory.Tests.E2E.Browser;

/// <summary>The storage monitor at a real browser: for everybody, and refreshed in place.</summary>
public sealed class StorageMonitorTests(Portal portal) : IClassFixture<Portal>
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Nearly_full_database_shows_everybody_chart_and_table_and_what_to_do(ColorScheme colours, int width)
    {
        await using var chat = await OpenAsync(new() { ColorScheme = colours, ViewportSize = new() { Width = width, Height = 900 } });
        var page = chat.Page;
        await Expect(page.GetByText("Nearly full")).ToBeVisibleAsync();
        await Expect(page.GetByText("make room now")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { NameRegex = new("^Size of the database from") })).ToBeVisibleAsync();
        await page.GetByText("The chart as a table").ClickAsync();
        await Expect(page.Locator("#growth-table tbody tr")).ToHaveCountAsync(30);
        foreach (var fold in await page.Locator("#storage details > summary").AllAsync())
            if (await fold.EvaluateAsync<bool>("summary => !summary.parentElement.open")) await fold.ClickAsync();
        await chat.IsAccessibleAsync();
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(chat.Complaints);
    }

    [Fact]
    public async Task Refresh_changes_the_figures_in_place_and_leaves_focus_and_open_parts()
    {
        await using var chat = await OpenAsync(new());
        var page = chat.Page;
        await page.EvaluateAsync("window.same = true");
        await page.GetByText("The chart as a table").ClickAsync();
        await portal.Database.RunAsync("UPDATE app.storage_status SET measured_at = now() - interval '1 hour'");
        await page.GetByRole(AriaRole.Button, new() { Name = "Refresh" }).ClickAsync();
        await Expect(page.GetByText("Measured just now.")).ToBeVisibleAsync();
        // The size is the real one again.
        await Expect(page.GetByText("Room enough")).ToBeVisibleAsync();
        await Expect(page.Locator("#growth-table")).ToHaveAttributeAsync("open", "");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Refresh" })).ToBeFocusedAsync();
        Assert.True(await page.EvaluateAsync<bool>("window.same"));
        Assert.Empty(chat.Complaints);
    }

    /// <summary>The monitor of a database that was 430 MB large when it was last measured, after a month of growing.</summary>
    private async Task<ChatPage> OpenAsync(BrowserNewContextOptions options)
    {
        await Until.TrueAsync(() => portal.Database.ReadAsync<bool>("SELECT EXISTS (SELECT FROM app.storage_status)"));
        await portal.Database.RunAsync(
            "UPDATE app.storage_status SET measured_at = now() + interval '1 hour', figures = jsonb_set(figures, '{database_bytes}', '430000000')");
        await portal.Database.RunAsync("DELETE FROM app.storage_snapshots");
        await portal.Database.RunAsync("""
            INSERT INTO app.storage_snapshots (day, bytes, kinds, conversations, messages, taken_at)
            SELECT (now() AT TIME ZONE 'UTC')::date - n, 430000000 - n * 4000000, '{}', 10, 100, now() - n * interval '1 day'
            FROM generate_series(0, 29) AS n
            """);
        await portal.Database.RunAsync("""
            INSERT INTO app.storage_alerts (id, level, bytes, budget, raised_at) VALUES (gen_random_uuid(), 'danger', 426000000, 500000000, now())
            ON CONFLICT DO NOTHING
            """);
        await portal.SignedInAsOwner();
        var chat = await ChatPage.OpenAsync(portal, "root", options);
        await chat.Page.GotoAsync("/admin/storage");
        return chat;
    }
}
