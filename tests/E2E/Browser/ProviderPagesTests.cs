using ConversationMemory.Tests.E2E.Fixtures;
using ConversationMemory.Tests.E2E.Http.Providers;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ConversationMemory.Tests.E2E.Browser;

/// <summary>Admins enter a provider, test it and give it to an agent: at a desk and on a phone.</summary>
public sealed class ProviderPagesTests(ProviderPortal portal) : IClassFixture<ProviderPortal>
{
    [Theory]
    [InlineData(1280, 900)]
    [InlineData(390, 844)]
    public async Task Provider_is_entered_tested_and_given_to_an_agent(int width, int height)
    {
        await portal.SignedInAsOwner();
        await using var chat = await ChatPage.OpenAsync(portal, "root", new() { ViewportSize = new() { Width = width, Height = height } });
        var page = chat.Page;
        var name = $"Tide at {width}";
        await page.GotoAsync("/admin/providers/edit?kind=other");
        await LookAsync("edit");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await page.GetByLabel("Address").FillAsync(portal.Provider.Endpoint);
        await page.GetByLabel("Key", new() { Exact = true }).FillAsync(FakeProvider.Key);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = $"Test {name}" }).ClickAsync();
        await Expect(page.GetByText("The key is accepted.")).ToBeVisibleAsync();
        await LookAsync("tested");
        await page.GetByLabel("tide-small").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "List these models" }).ClickAsync();
        await Expect(page.GetByText("1 model is listed now.")).ToBeVisibleAsync();
        await LookAsync("list");

        await page.GotoAsync($"/admin/agents/edit/{OwnerTables.DefaultAgent}");
        await page.GetByLabel("Provider").SelectOptionAsync(name);
        await page.GetByLabel("System prompt").FillAsync($"Answer briefly, for a screen of {width} pixels.");
        await LookAsync("agent");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Versions of Assistant" }).ClickAsync();
        await Expect(page.GetByText("in use")).ToBeVisibleAsync();
        await LookAsync("versions");
        Assert.Empty(chat.Complaints);

        async Task LookAsync(string what)
        {
            Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, $"{what} is wider than the screen");
            await chat.IsAccessibleAsync();
        }
    }
}
