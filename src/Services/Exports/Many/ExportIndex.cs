using System.Globalization;
using System.Net;
using System.Text;
using ConversationMemory.Services.Exports.Html;

namespace ConversationMemory.Services.Exports.Many;

/// <summary>The page of an export that lists its conversations. As each HTML file here: no script, and nothing is loaded from anywhere.</summary>
internal static class ExportIndex
{
    public static async Task WriteAsync(IReadOnlyList<ZipEntryRecord> entries, Stream output, CancellationToken ct)
    {
        await using var page = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        await page.WriteAsync(Head);
        foreach (var (conversation, files) in ConversationFiles.Of([.. entries.Where(ExportManifest.IsOfConversation)]))
        {
            ct.ThrowIfCancellationRequested();
            await page.WriteLineAsync(Row(conversation, files));
        }

        await page.WriteAsync(Foot);
        foreach (var entry in entries.Where(entry => !ExportManifest.IsOfConversation(entry)))
            await page.WriteLineAsync($"<li>{Link(entry.Name, entry.Name)}</li>");
        await page.WriteLineAsync($"<li>{Link(ConversationZip.ManifestName, "manifest.json")}: every file with its SHA-256</li>\n</ul>\n</main>\n</body>\n</html>");
    }

    private static string Head => $"""
        <!DOCTYPE html>
        <html lang="en" dir="ltr">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>Exported conversations</title>
        <style>{HtmlStyle.Text}</style>
        </head>
        <body>
        <main>
        <h1>Exported conversations</h1>
        <table>
        <thead><tr><th scope="col">Conversation</th><th scope="col">Agent</th><th scope="col">Messages</th><th scope="col">From</th><th scope="col">To</th><th scope="col">Files</th></tr></thead>
        <tbody>

        """;

    private const string Foot = """
        </tbody>
        </table>
        <h2>More</h2>
        <ul>

        """;

    private static string Row(ConversationNote conversation, IReadOnlyList<ZipEntryRecord> files)
    {
        var links = string.Join(' ', files.Select(file => Link(file.Name, file.Name[(file.Name.LastIndexOf('.') + 1)..])));
        var title = Encoded(conversation.Title) + (conversation.Owner is null ? "" : $"<br><small>{Encoded(conversation.Owner)}</small>");
        return $"<tr><th scope=\"row\" dir=\"auto\">{title}</th><td dir=\"auto\">{Encoded(conversation.Agent)}</td><td>{conversation.Messages.ToString(CultureInfo.InvariantCulture)}</td>"
            + $"<td>{Day(conversation.First)}</td><td>{Day(conversation.Last)}</td><td>{links}</td></tr>";
    }

    private static string Link(string path, string text) =>
        $"<a href=\"{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}\">{Encoded(text)}</a>";

    private static string Day(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "–";

    private static string Encoded(string text) => WebUtility.HtmlEncode(text);
}
