using System.Security.Cryptography;
using System.Text;

namespace ConversationMemory.Services.Exports.Html;

/// <summary>The style that is in each HTML file, and its name in a content security policy.</summary>
public static class HtmlStyle
{
    internal static string Text { get; } = Read();

    /// <summary>What a server that shows such a file has to allow for its style, such as <c>'sha256-…'</c>.</summary>
    public static string Source { get; } = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}'";

    private static string Read()
    {
        using var resource = typeof(HtmlStyle).Assembly.GetManifestResourceStream("export.css")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
