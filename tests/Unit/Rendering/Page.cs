using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using ConversationMemory.Services.Text.Rendering;

namespace ConversationMemory.Tests.Unit.Rendering;

/// <summary>What a browser makes of rendered markup.</summary>
internal static class Page
{
    private static readonly HashSet<string> Elements =
    [
        "p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "div", "span", "pre", "code",
        "table", "thead", "tbody", "tr", "th", "td", "a", "em", "strong", "del", "input",
    ];

    private static readonly string[] Schemes = ["http://", "https://", "mailto:"];

    private static readonly Dictionary<string, string[]> Attributes = new()
    {
        ["dir"] = ["auto", "ltr"],
        ["tabindex"] = ["0"],
        ["role"] = ["group"],
        ["aria-label"] = ["Table", "Done", "To do"],
        ["type"] = ["checkbox"],
        ["disabled"] = [""],
        ["checked"] = [""],
        ["target"] = ["_blank"],
        ["rel"] = ["nofollow noopener noreferrer"],
    };

    public static IElement Of(SafeHtml html) => Of(html.ToString());

    public static IElement Of(string html)
    {
        var document = new HtmlParser().ParseDocument("<!doctype html><body></body>");
        document.Body!.InnerHtml = html;
        return document.Body;
    }

    /// <summary>Fails on any element, attribute or address that the renderers have no business to write.</summary>
    public static void AssertHarmless(SafeHtml html, string source)
    {
        foreach (var element in Of(html).QuerySelectorAll("*"))
        {
            Assert.True(Elements.Contains(element.LocalName), $"<{element.LocalName}> from: {source}");
            foreach (var attribute in element.Attributes)
                Assert.True(IsHarmless(element, attribute), $"{attribute.Name}=\"{attribute.Value}\" from: {source}");
        }

        Oracle.AssertFindsNothing(html.ToString(), source);
    }

    private static bool IsHarmless(IElement element, IAttr attribute) => attribute.Name switch
    {
        "href" => element.LocalName == "a" && LeadsToTheWeb(attribute.Value),
        "title" => element.LocalName == "a",
        "start" => element.LocalName == "ol" && attribute.Value.All(char.IsAsciiDigit),
        "class" => attribute.Value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '+' or '#' or '.' or ' '),
        var name => Attributes.TryGetValue(name, out var values) && values.Contains(attribute.Value),
    };

    private static bool LeadsToTheWeb(string url) =>
        Schemes.Any(start => url.StartsWith(start, StringComparison.OrdinalIgnoreCase))
        && url.All(c => c is > ' ' and < '\u007f' and not ('"' or '<' or '>'));
}
