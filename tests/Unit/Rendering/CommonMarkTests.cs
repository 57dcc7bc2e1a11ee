using AngleSharp.Dom;
using ConversationMemory.Services.Text.Rendering;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Xunit.Abstractions;

namespace ConversationMemory.Tests.Unit.Rendering;

/// <summary>The specification's examples, but for what we mean to do differently: see <see cref="AsWeMeanIt"/>.</summary>
public class CommonMarkTests(ITestOutputHelper output)
{
    // 12 holds \[…\], a formula to us; 34 and 144 name languages that are none; 608 and 611 hold bare addresses.
    private static readonly HashSet<int> MeantOtherwise = [12, 34, 144, 608, 611];

    [SharedDataFact]
    public void The_specification_s_examples_render_as_they_should()
    {
        var failures = new List<string>();
        var count = 0;
        foreach (var example in SharedData.Lines("hostile/commonmark_spec.jsonl"))
        {
            var markdown = example.GetProperty("markdown").GetString()!;
            if (HoldsHtml(markdown) || MeantOtherwise.Contains(example.GetProperty("example").GetInt32()))
                continue;
            count++;
            var expected = AsWeMeanIt(example.GetProperty("html").GetString()!);
            var actual = WithoutOurMarks(SafeMarkdown.ToHtml(markdown));
            if (expected != actual)
                failures.Add($"{example.GetProperty("example")} ({example.GetProperty("section")})\n{markdown}\nexpected {expected}\nactual   {actual}");
        }
        output.WriteLine(string.Join("\n\n", failures));
        Assert.True(count > 500, $"only {count} examples were read");
        Assert.Empty(failures);
    }

    private static bool HoldsHtml(string markdown) =>
        Markdown.Parse(markdown).Descendants().Any(node => node is HtmlBlock or HtmlInline);

    /// <summary>The expected page with pictures as links, links to elsewhere than web and mail as text, and headings of one rank.</summary>
    private static string AsWeMeanIt(string html)
    {
        var page = Page.Of(html);
        foreach (var picture in page.QuerySelectorAll("img").ToList())
            ReplaceByLink(picture);
        foreach (var link in page.QuerySelectorAll("a").Where(link => !IsKept(link.GetAttribute("href")!)).ToList())
            link.Replace([.. link.ChildNodes]);
        return Plain(page);
    }

    private static void ReplaceByLink(IElement picture)
    {
        var description = picture.GetAttribute("alt")!;
        var url = picture.GetAttribute("src")!;
        if (picture.Closest("a") is not null || !IsKept(url))
        {
            picture.Replace(picture.Owner!.CreateTextNode(description));
            return;
        }
        var link = picture.Owner!.CreateElement("a");
        link.SetAttribute("href", url);
        if (picture.GetAttribute("title") is { } title)
            link.SetAttribute("title", title);
        link.TextContent = description.Length > 0 ? description : url;
        picture.Replace(link);
    }

    private static bool IsKept(string url) =>
        url.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)
        || ((url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            && Uri.TryCreate(url, UriKind.Absolute, out _));

    private static string WithoutOurMarks(SafeHtml html)
    {
        var page = Page.Of(html);
        foreach (var label in page.QuerySelectorAll("span.code-language").ToList())
            label.Remove();
        foreach (var wrapper in page.QuerySelectorAll("div.code, div.table, span.math").ToList())
            wrapper.Replace([.. wrapper.ChildNodes]);
        foreach (var element in page.QuerySelectorAll("*"))
        {
            foreach (var mark in (string[])["dir", "tabindex", "target", "rel"])
                element.RemoveAttribute(mark);
            if (element.LocalName == "a")
                element.RemoveAttribute("class");
        }
        return Plain(page);
    }

    private static string Plain(IElement page)
    {
        foreach (var heading in page.QuerySelectorAll("h1,h2,h3,h4,h5,h6").ToList())
        {
            var ranked = page.Owner!.CreateElement("h3");
            ranked.InnerHtml = heading.InnerHtml;
            heading.Replace(ranked);
        }
        foreach (var code in page.QuerySelectorAll("code[class]"))
            code.SetAttribute("class", code.ClassName!.ToLowerInvariant());
        foreach (var text in page.Descendants<IText>().Where(text => text.ParentElement!.Closest("pre, code") is null).ToList())
            text.Data = string.Join(' ', text.Data.Split((char[])[' ', '\n', '\t'], StringSplitOptions.None)).Replace("  ", " ", StringComparison.Ordinal);
        page.Normalize();
        return page.InnerHtml.Replace("> <", "><", StringComparison.Ordinal).Replace("> ", ">", StringComparison.Ordinal).Replace(" <", "<", StringComparison.Ordinal).Trim();
    }
}
