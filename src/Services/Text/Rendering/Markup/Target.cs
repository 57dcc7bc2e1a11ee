using Markdig.Renderers;

namespace ConversationMemory.Services.Text.Rendering.Markup;

/// <summary>Where a link may lead: to the web or to a mailbox. Relative addresses mean nothing in a message.</summary>
internal static class Target
{
    public static bool IsAllowed(string? url) => IsWeb(url)
        || (url is not null && url.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) && url.Length > 7);

    /// <summary>Opens the tag of a link that <see cref="IsAllowed"/> let through.</summary>
    public static void Open(HtmlRenderer renderer, string url, string? title, string? cssClass)
    {
        renderer.Write("<a href=\"").WriteEscapeUrl(url).Write('"');
        if (!string.IsNullOrEmpty(title))
            renderer.Write(" title=\"").WriteEscape(title).Write('"');
        if (cssClass is not null)
            renderer.Write(" class=\"").Write(cssClass).Write('"');
        if (IsWeb(url))
            renderer.Write(" target=\"_blank\" rel=\"nofollow noopener noreferrer\"");
        renderer.Write('>');
    }

    private static bool IsWeb(string? url) => url is not null
        && (url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        && Uri.TryCreate(url, UriKind.Absolute, out _);
}
