using ConversationMemory.Services.Exports;
using ConversationMemory.Tests.E2E.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ConversationMemory.Tests.E2E.Browser;

public sealed class ExportTests(ChatPortal portal) : IClassFixture<ChatPortal>
{
    [Fact]
    public async Task Conversation_is_saved_from_the_menu_by_mouse_and_by_keyboard()
    {
        await using var chat = await ChatPage.OpenAsync(portal, "ada-saves");
        var page = chat.Page;
        await chat.AskAsync("Keep this");
        var menu = page.Locator("#export-menu");
        var button = page.Locator("#export-menu > summary");

        await button.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "JSON" })).ToBeVisibleAsync();
        await chat.IsAccessibleAsync();
        var file = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "JSON" }).ClickAsync());
        var export = JsonExport.Read(await File.ReadAllBytesAsync((await file.PathAsync())!));
        Assert.Equal("Keep this", export.Messages[0].Content);
        await Expect(menu).Not.ToHaveAttributeAsync("open", "");

        await button.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Markdown" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(button).ToBeFocusedAsync();
        await Expect(menu).Not.ToHaveAttributeAsync("open", "");
        Assert.Empty(chat.Complaints);
    }
}
