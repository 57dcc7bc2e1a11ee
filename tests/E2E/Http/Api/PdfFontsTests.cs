using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;
using ConversationMemory.Tests.E2E.Pdf;

namespace ConversationMemory.Tests.E2E.Http.Api;

/// <summary>What is said where a font is missing.</summary>
public sealed class PdfFontsTests(PdfFontsTests.WithoutFonts portal) : IClassFixture<PdfFontsTests.WithoutFonts>
{
    [Fact]
    public async Task Without_fonts_program_and_person_are_told_which_and_shown_the_page_to_print()
    {
        var key = await portal.KeyOf("ada");
        var id = (await key.ChatAsync("東京")).Text("conversation_id")!;
        var refused = await key.GetJsonAsync($"/api/conversations/{id}/export?format=pdf");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "pdf_fonts_missing"), (refused.Status, refused.Text("code")));
        Assert.Contains("Noto Sans CJK SC", refused.Text("detail"), StringComparison.Ordinal);

        using var page = await (await portal.SignedInAs("ada")).GetAsync($"/conversations/{id}/export?format=pdf");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        var alert = (await page.ReadPageAsync()).QuerySelector("[role=alert]")!;
        Assert.Contains("Noto Sans CJK SC", alert.TextContent, StringComparison.Ordinal);
        Assert.Equal($"/conversations/{id}/print", alert.QuerySelector("a")!.GetAttribute("href"));
    }

    public sealed class WithoutFonts : Portal
    {
        private readonly NodeScript node = NodeScript.Lacking("Noto Sans CJK SC");

        protected override IDictionary<string, string?> Settings => new Dictionary<string, string?>(base.Settings) { ["Pdf:Node"] = node.Path };

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            node.Dispose();
        }
    }
}
