using System.Net;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http.Api;

/// <summary>What is said where a PDF cannot be had, or not so many.</summary>
public sealed class PdfExportTests(PdfExportTests.WithoutNode portal) : IClassFixture<PdfExportTests.WithoutNode>
{
    [Fact]
    public async Task Without_Node_program_and_person_are_told_what_is_missing_and_shown_the_page_to_print()
    {
        var key = await portal.KeyOf("ada");
        var id = (await key.ChatAsync("Hello")).Text("conversation_id")!;
        var refused = await key.GetJsonAsync($"/api/conversations/{id}/export?format=pdf");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "pdf_not_installed"), (refused.Status, refused.Text("code")));
        Assert.Contains("Node", refused.Text("detail"), StringComparison.Ordinal);

        using var page = await (await portal.SignedInAs("ada")).GetAsync($"/conversations/{id}/export?format=pdf");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        var text = await page.Content.ReadAsStringAsync();
        Assert.Contains("This server cannot make PDF files", text, StringComparison.Ordinal);
        Assert.Contains($"href=\"/conversations/{id}/print\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_at_once_are_asked_to_wait_and_other_formats_are_free()
    {
        var key = await portal.KeyOf("ben");
        var id = (await key.ChatAsync("Hello")).Text("conversation_id")!;
        HttpStatusCode last = default;
        for (var n = 0; n <= WithoutNode.Burst; n++)
        {
            using var answer = await key.GetAsync($"/api/conversations/{id}/export?format=pdf");
            last = answer.StatusCode;
            if (n == WithoutNode.Burst) Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
        using var free = await key.GetAsync($"/api/conversations/{id}/export?format=html");
        Assert.Equal(HttpStatusCode.OK, free.StatusCode);
    }

    public sealed class WithoutNode : Portal
    {
        public const int Burst = 3;

        protected override IDictionary<string, string?> Settings => new Dictionary<string, string?>(base.Settings)
        {
            ["Pdf:Node"] = "/there/is/no/node",
            ["RateLimits:PdfBurst"] = $"{Burst}",
            ["RateLimits:PdfPerMinute"] = "1",
        };
    }
}
