using System.IO.Compression;
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
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "PDF" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(button).ToBeFocusedAsync();
        await Expect(menu).Not.ToHaveAttributeAsync("open", "");
        Assert.Empty(chat.Complaints);
    }

    [Theory]
    [InlineData("PDF", "%PDF-")]
    [InlineData("HTML", "<!DOCTYPE html>")]
    [InlineData("Markdown", "---\nformat: conversationmemory.markdown/1")]
    [InlineData("Plain text", "Formats")]
    public async Task Each_format_is_saved_from_the_menu(string format, string beginning)
    {
        await using var chat = await ChatPage.OpenAsync(portal, "ada-formats");
        var page = chat.Page;
        await chat.AskAsync("Keep this");
        await page.GotoAsync($"/conversations/{chat.ConversationId}/rename");
        await page.GetByLabel("Title").FillAsync("Formats");
        await page.GetByLabel("Title").PressAsync("Enter");
        await page.WaitForURLAsync("**/chat/**");
        await page.Locator("#export-menu > summary").ClickAsync();
        var file = await page.RunAndWaitForDownloadAsync(() => page.Locator("#export-menu").GetByRole(AriaRole.Link, new() { Name = format }).ClickAsync());
        Assert.StartsWith("Formats.", file.SuggestedFilename, StringComparison.Ordinal);
        Assert.StartsWith(beginning, await File.ReadAllTextAsync((await file.PathAsync())!), StringComparison.Ordinal);
        Assert.Empty(chat.Complaints);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Part_is_chosen_with_and_without_script(bool script)
    {
        await using var chat = await ChatPage.OpenAsync(portal, "ada-parts", new() { JavaScriptEnabled = script });
        var page = chat.Page;
        await chat.Message.FillAsync("Keep this");
        await chat.Send.ClickAsync();
        await page.WaitForURLAsync(url => !url.EndsWith("/new", StringComparison.Ordinal));
        var id = chat.ConversationId;
        await page.GotoAsync($"/conversations/{id}/export");
        if (script) await chat.IsAccessibleAsync();
        await page.GetByLabel("Plain text").CheckAsync();
        await page.GetByLabel("Tool calls").UncheckAsync();
        await page.GetByLabel("to", new() { Exact = true }).FillAsync("1");
        var file = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Save the file" }).ClickAsync());
        Assert.Contains("up to message 1, without tool calls", await File.ReadAllTextAsync((await file.PathAsync())!), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Link, new() { Name = "Open the page to print" }).ClickAsync();
        await Expect(page.GetByText("Keep this").First).ToBeVisibleAsync();
        Assert.Empty(chat.Complaints);
    }

    [Fact]
    public async Task All_my_data_is_made_while_one_looks_on_and_saved()
    {
        await using var chat = await ChatPage.OpenAsync(portal, "ada-takes-all");
        var page = chat.Page;
        await chat.AskAsync("Keep this");
        await page.GotoAsync("/exports");
        await chat.IsAccessibleAsync();
        await page.GetByLabel("All my data").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Export", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "The export is being made" })).ToBeVisibleAsync();
        // The list follows by itself.
        var link = page.GetByRole(AriaRole.Link, new() { Name = "ZIP of All my data" });
        await Expect(link).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await chat.IsAccessibleAsync();
        var file = await page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        Assert.Equal("my-data.zip", file.SuggestedFilename);
        using (var zip = ZipFile.OpenRead((await file.PathAsync())!))
            Assert.Equal(["account.json", "index.html", "manifest.json"], zip.Entries.Select(e => e.FullName).Where(name => !name.Contains('/')).Order(StringComparer.Ordinal));
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Expect(page.GetByText("The export is removed, with its file.")).ToBeVisibleAsync();
        await Expect(link).ToHaveCountAsync(0);
        Assert.Empty(chat.Complaints);
    }
}
