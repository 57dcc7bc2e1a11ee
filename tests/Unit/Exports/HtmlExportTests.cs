using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Exports;
using ConversationMemory.Services.Exports.Document;
using ConversationMemory.Services.Exports.Html;

namespace ConversationMemory.Tests.Unit.Exports;

public class HtmlExportTests
{
    private static readonly string[] Allowed =
    [
        "html", "head", "meta", "title", "style", "body", "main", "header", "h1", "h2", "h3", "h4", "h5", "h6", "dl", "dt", "dd", "p", "article", "section", "span", "bdi", "time", "a",
        "div", "pre", "code", "ul", "ol", "li", "input", "blockquote", "hr", "br", "strong", "em", "del", "table", "thead", "tbody", "tr", "th", "td",
    ];

    [Fact]
    public void Page_has_title_facts_days_and_messages()
    {
        var conversation = Exported.Of("Hello", "Hi **you**", "مرحبا") with { Title = "A <b> & c", AgentName = "Ada & Co" };
        var page = Page(conversation with { Messages = [conversation.Messages[0], conversation.Messages[1], conversation.Messages[2] with { CreatedAt = Exported.Morning.AddDays(1) }] });
        Assert.Equal(("A <b> & c", "A <b> & c"), (page.Title, page.QuerySelector("h1")!.TextContent));
        Assert.Equal(["Sunday, 1 March 2026", "Monday, 2 March 2026"], page.QuerySelectorAll(".day").Select(d => d.TextContent));
        Assert.Equal(["You #1 · 08:31", "Ada & Co #2 · 08:32", "You #3 · 08:30"], page.QuerySelectorAll("h2").Select(h => h.TextContent));
        Assert.Equal("Hi you", page.QuerySelector("#m-2 .prose")!.TextContent.Trim());
        Assert.Equal("ar", page.QuerySelector("#m-3 .prose")!.GetAttribute("lang"));
        Assert.Equal("Ada & Co", page.QuerySelector("dd")!.TextContent);
        Assert.Equal(("en", "ltr"), (page.DocumentElement.GetAttribute("lang"), page.DocumentElement.GetAttribute("dir")));
    }

    [Fact]
    public void Page_forbids_itself_everything_but_its_style()
    {
        var page = Page(Exported.Of("Hello"));
        var policy = page.QuerySelector("meta[http-equiv='Content-Security-Policy']")!;
        Assert.StartsWith("default-src 'none'; style-src 'unsafe-inline'; img-src data:", policy.GetAttribute("content"), StringComparison.Ordinal);
        // It holds for what comes after it.
        Assert.Equal("meta", policy.PreviousElementSibling!.LocalName);
        Assert.Single(page.QuerySelectorAll("style"));
        Assert.DoesNotContain("url(", page.QuerySelector("style")!.TextContent, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", page.QuerySelector("style")!.TextContent, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Nothing_in_any_conversation_can_act() => RandomConversation.Hold(conversation => IsHarmless(conversation));

    [Fact]
    public void Hostile_texts_cannot_act() => HostileTexts.Hold(contents => IsHarmless(Exported.Of(contents) with { Title = string.Concat(contents), AgentName = string.Concat(contents) }));

    [Fact]
    public void Tool_calls_context_and_errors_are_in_it()
    {
        var call = new ToolCall("1", "search_conversations", "{\"q\": \"<i>\"}", "failed", "<script>alert(1)</script>");
        var conversation = Exported.Of("Hello", "Half");
        var page = Page(conversation with { Messages = [conversation.Messages[0], conversation.Messages[1] with { ToolCalls = [call], Status = MessageStatus.Broken, Error = "It <broke>." }] });
        Assert.Equal("Used search conversations (failed)", page.QuerySelector(".call .name")!.TextContent);
        Assert.Equal(["{\"q\": \"<i>\"}", "<script>alert(1)</script>"], page.QuerySelectorAll(".call pre").Select(p => p.TextContent));
        Assert.Equal("It <broke>.", page.QuerySelector(".error")!.TextContent);
    }

    [Fact]
    public void Days_are_those_of_the_reader()
    {
        var page = Page(Exported.Of("Hello"), new ExportOptions { Zone = TimeZoneInfo.CreateCustomTimeZone("x", TimeSpan.FromHours(-9), "x", "x") });
        Assert.Equal("Saturday, 28 February 2026", page.QuerySelector(".day")!.TextContent);
        Assert.Equal("2026-03-01T08:31:15Z", page.QuerySelector("time")!.GetAttribute("datetime"));
    }

    private static void IsHarmless(ConversationExport conversation)
    {
        var page = Page(conversation);
        foreach (var element in page.All)
        {
            Assert.Contains(element.LocalName, Allowed);
            Assert.DoesNotContain(element.Attributes, a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || a.Name is "style" or "src" or "srcset" or "action");
            if (element.GetAttribute("href") is { } href) Assert.Matches("^(https?://|mailto:|#m-[0-9]+$)", href.ToLowerInvariant());
        }

        Assert.Equal(conversation.Messages.Count, page.QuerySelectorAll("article").Length);
    }

    private static IDocument Page(ConversationExport conversation, ExportOptions? options = null) => new HtmlParser().ParseDocument(
        Encoding.UTF8.GetString(HtmlExport.Write(ConversationDocument.Of(conversation, options ?? new ExportOptions()))));
}
