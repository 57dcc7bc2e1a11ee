using System.Diagnostics;
using ConversationMemory.Services.Text.Rendering;

namespace ConversationMemory.Tests.Unit.Rendering;

public class SafeMarkdownTests
{
    [Fact]
    public void Html_is_shown_as_text()
    {
        var page = Page.Of(SafeMarkdown.ToHtml("Hi <script>alert(1)</script> <b>there</b>\n\n<img src=x onerror=alert(1)>"));

        Assert.Empty(page.QuerySelectorAll("script, b, img"));
        Assert.Contains("<script>alert(1)</script> <b>there</b>", page.TextContent, StringComparison.Ordinal);
        Assert.Contains("<img src=x onerror=alert(1)>", page.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](java&#x0A;script:alert(1))")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("[x](vbscript:x)")]
    [InlineData("[x](/account/delete)")]
    [InlineData("[x](//example.org)")]
    [InlineData("[x](#m-1)")]
    [InlineData("[x](file:///etc/passwd)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("![x](javascript:alert(1))")]
    [InlineData("[x][1]\n\n[1]: javascript:alert(1)")]
    public void A_link_that_is_not_web_or_mail_leaves_its_text(string markdown)
    {
        var page = Page.Of(SafeMarkdown.ToHtml(markdown));

        Assert.Empty(page.QuerySelectorAll("a"));
        Assert.NotEqual("", page.TextContent.Trim());
    }

    [Fact]
    public void A_web_link_opens_beside_the_chat_and_tells_nobody_where_it_stood()
    {
        var link = Page.Of(SafeMarkdown.ToHtml("[docs](https://example.org/a?b=1&c=\"2\" \"The docs\")")).QuerySelector("a")!;

        Assert.Equal("https://example.org/a?b=1&c=%222%22", link.GetAttribute("href"));
        Assert.Equal("The docs", link.GetAttribute("title"));
        Assert.Equal("_blank", link.GetAttribute("target"));
        Assert.Equal("nofollow noopener noreferrer", link.GetAttribute("rel"));
    }

    [Fact]
    public void A_picture_is_a_link_and_is_not_loaded()
    {
        var page = Page.Of(SafeMarkdown.ToHtml("![A *small* cat](https://example.org/cat.png) ![](https://example.org/b.png)"));

        Assert.Empty(page.QuerySelectorAll("img"));
        Assert.Equal(["A small cat", "https://example.org/b.png"], page.QuerySelectorAll("a.picture").Select(a => a.TextContent));
    }

    [Fact]
    public void A_picture_within_a_link_does_not_nest_links()
    {
        var page = Page.Of(SafeMarkdown.ToHtml("[![build](https://example.org/badge.png)](https://example.org/build)"));

        Assert.Equal("https://example.org/build", Assert.Single(page.QuerySelectorAll("a")).GetAttribute("href"));
    }

    [Fact]
    public void Bare_addresses_become_links()
    {
        var page = Page.Of(SafeMarkdown.ToHtml("See www.example.org, https://example.org/x. and <ada@example.org>"));

        Assert.Equal(["https://www.example.org", "https://example.org/x", "mailto:ada@example.org"], page.QuerySelectorAll("a").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public void Headings_rank_below_the_page_and_leave_no_gap()
    {
        var page = Page.Of(SafeMarkdown.ToHtml("### A\n\n##### B\n\n# C\n\n## D\n\n> ### E\n\n#### F\n\n##### G"));

        Assert.Equal(["h3 A", "h4 B", "h3 C", "h4 D", "h5 E", "h6 F", "h6 G"], page.QuerySelectorAll("h1,h2,h3,h4,h5,h6").Select(h => $"{h.LocalName} {h.TextContent}"));
    }

    [Fact]
    public void A_code_block_carries_its_language_and_scrolls_by_keyboard()
    {
        var code = Page.Of(SafeMarkdown.ToHtml("```C#\nvar x = a < b;\n```")).QuerySelector("div.code")!;

        Assert.Equal("c#", code.QuerySelector(".code-language")!.TextContent);
        Assert.Equal("language-c#", code.QuerySelector("code")!.ClassName);
        Assert.Equal("0", code.QuerySelector("pre")!.GetAttribute("tabindex"));
        Assert.Equal("var x = a < b;\n", code.QuerySelector("code")!.TextContent);
    }

    [Fact]
    public void A_language_that_is_none_is_dropped()
    {
        var page = Page.Of(SafeMarkdown.ToHtml("```\"onload=alert(1)\nx\n```"));

        Assert.False(page.QuerySelector("code")!.HasAttribute("class"));
    }

    [Fact]
    public void A_table_aligns_by_class_and_scrolls_by_keyboard()
    {
        var page = Page.Of(SafeMarkdown.ToHtml("| a | b | c |\n|:--|:-:|--:|\n| 1 | *2* | `3` |"));

        Assert.Equal("0", page.QuerySelector("div.table")!.GetAttribute("tabindex"));
        Assert.Equal(["align-left", "align-center", "align-right"], page.QuerySelectorAll("td").Select(cell => cell.ClassName));
        Assert.Empty(page.QuerySelectorAll("[style]"));
        Assert.NotNull(page.QuerySelector("td em"));
    }

    [Fact]
    public void Tasks_and_strikethrough_are_understood()
    {
        var page = Page.Of(SafeMarkdown.ToHtml("- [x] ~~old~~\n- [ ] new"));

        Assert.Equal(["Done", "To do"], page.QuerySelectorAll("input").Select(box => box.GetAttribute("aria-label")));
        Assert.Equal("old", page.QuerySelector("del")!.TextContent);
    }

    [Theory]
    [InlineData(@"Let \(a_1 * b_1\) and $x_i^{*} + y_i^{*}$ be.")]
    [InlineData(@"So \[ \sum_{i=1}^n x_i * y_i \] holds")]
    [InlineData(@"$$\frac{a_1}{b_1} \\ *c*$$")]
    public void Formulas_stay_as_they_were_written(string markdown)
    {
        var page = Page.Of(SafeMarkdown.ToHtml(markdown));

        Assert.Equal(markdown, page.TextContent.Trim());
        Assert.Empty(page.QuerySelectorAll("em"));
    }

    [Fact]
    public void Prices_are_no_formulas()
    {
        var page = Page.Of(SafeMarkdown.ToHtml("It costs $5 *or* $10, not $20."));

        Assert.Equal("or", page.QuerySelector("em")!.TextContent);
        Assert.Empty(page.QuerySelectorAll(".math"));
    }

    [Fact]
    public void Each_block_chooses_its_direction()
    {
        var page = Page.Of(SafeMarkdown.ToHtml("مرحبا بالعالم\n\n# שלום\n\n- one\n\n> two\n\n| a |\n|---|\n| b |"));

        Assert.Equal(["p", "h3", "ul", "blockquote", "table"], page.QuerySelectorAll("[dir=auto]").Select(block => block.LocalName));
    }

    [Fact]
    public void A_person_s_line_breaks_are_kept_and_a_model_s_are_not()
    {
        Assert.Single(Page.Of(SafeMarkdown.TypedToHtml("one\ntwo")).QuerySelectorAll("br"));
        Assert.Empty(Page.Of(SafeMarkdown.ToHtml("one\ntwo")).QuerySelectorAll("br"));
    }

    [Fact]
    public void What_html_cannot_carry_is_replaced()
    {
        var text = Page.Of(SafeMarkdown.ToHtml("a\0b \ud800c d\udc00 \ud83d\ude00")).TextContent.Trim();

        Assert.Equal("a\ufffdb \ufffdc d\ufffd \ud83d\ude00", text);
    }

    [Fact]
    public void Nesting_beyond_reason_is_shown_unformatted()
    {
        var page = Page.Of(SafeMarkdown.ToHtml(new string('>', 5_000) + " *deep*"));

        Assert.Equal("plain", Assert.Single(page.Children).ClassName);
        Assert.EndsWith("*deep*\n", page.TextContent, StringComparison.Ordinal);
    }

    public static TheoryData<string> Patterns =>
    [
        ">", "- ", "[", "![", "](", "*", "**a ", "_a", "`", "` ``", "~", "|", "|-", "$", "$x ", "\\(", "\\[a", "<", "<a ", "&", "&#", "#", "[a](", "[a]: b\n", "![[",
        "a_", "*a_", "1. ", "```\n", "\n> ", "www.", "http://a ", "| a |\n", "a | b\n--|--\n", "(", "\\", "\t", "\0", "\u202e", "<!--", "- [ ] ", "[^", ":a", "\n\n    x",
    ];

    [Theory]
    [MemberData(nameof(Patterns))]
    public void A_hundred_thousand_characters_of_anything_take_no_time(string pattern)
    {
        var text = string.Concat(Enumerable.Repeat(pattern, 100_000 / pattern.Length));
        var watch = Stopwatch.StartNew();

        var html = SafeMarkdown.ToHtml(text);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(3), $"{watch.Elapsed} for \"{pattern}\"");
        Page.AssertHarmless(html, pattern);
    }
}
