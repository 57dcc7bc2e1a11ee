using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace ConversationMemory.Services.Text.Rendering;

/// <summary>
/// Markup that may be written to a page as it is. Only the renderers of this folder can make one, so a page that
/// shows foreign text has no need for <c>Html.Raw</c>, and a search for that finds nothing.
/// </summary>
public sealed class SafeHtml : IHtmlContent
{
    public static readonly SafeHtml Empty = new("");

    private readonly string _markup;

    internal SafeHtml(string markup) => _markup = markup;

    public bool IsEmpty => _markup.Length == 0;

    public override string ToString() => _markup;

    public void WriteTo(TextWriter writer, HtmlEncoder encoder) => writer.Write(_markup);
}
