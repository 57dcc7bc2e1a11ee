using System.Globalization;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ConversationMemory.Tests.E2E.Browser;

/// <summary>What the page shows of the memory: how full the context is, and the summary that makes room in it.</summary>
public sealed class MemoryTests(MemoryTests.SmallPortal portal) : IClassFixture<MemoryTests.SmallPortal>
{
    public sealed class SmallPortal : ChatPortal
    {
        protected override IDictionary<string, string?> Settings => new Dictionary<string, string?>(base.Settings)
        {
            ["Memory:MaxContextTokens"] = "1000",
            ["Memory:SummarizeAfterMessages"] = "12",
            ["Memory:KeepAfterSummary"] = "2",
        };
    }

    [Fact]
    public async Task Meter_fills_up_until_a_summary_appears_by_itself()
    {
        await using var chat = await ChatPage.OpenAsync(portal, "ada");
        var meter = chat.Page.GetByRole(AriaRole.Meter, new() { Name = "Context tokens" });
        await chat.AskAsync(string.Concat(Enumerable.Repeat("word ", 120)));
        var levels = new HashSet<string> { await LevelAsync() };
        for (var n = 0; n < 5; n++)
        {
            await chat.AskAsync(string.Concat(Enumerable.Repeat($"more {n} ", 10)));
            levels.Add(await LevelAsync());
        }

        Assert.Equal(["good", "warning", "danger"], levels);
        await chat.IsAccessibleAsync();
        await chat.AskAsync("One message more");
        var summary = chat.Page.Locator("#summary");
        await Expect(summary).ToContainTextAsync("Summary of messages 1–12", new() { Timeout = 30_000 });
        await Expect(chat.Page.Locator("#summary + article")).ToHaveAttributeAsync("data-seq", "13");
        await summary.Locator("summary").ClickAsync();
        await summary.GetByRole(AriaRole.Link, new() { Name = "Edit summary" }).ClickAsync();
        await Expect(chat.Page.GetByLabel("Summary of messages 1–12")).ToBeFocusedAsync();
        await chat.Page.GetByLabel("Summary of messages 1–12").FillAsync("Many words were said.");
        await chat.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(chat.Page.Locator("#summary")).ToContainTextAsync("edited by you");
        await Expect(chat.Page.Locator("#summary .prose")).ToHaveTextAsync("Many words were said.");
        Assert.Equal("good", await LevelAsync());
        Assert.Empty(chat.Complaints);

        async Task<string> LevelAsync()
        {
            var (value, max) = (await NumberAsync("value"), await NumberAsync("max"));
            var level = value >= max * 0.9 ? "danger" : value >= max * 0.75 ? "warning" : "good";
            await Expect(chat.Page.Locator("#token-meter")).ToHaveAttributeAsync("data-level", level);
            return level;
        }

        async Task<double> NumberAsync(string attribute) => double.Parse((await meter.GetAttributeAsync(attribute))!, CultureInfo.InvariantCulture);
    }
}
