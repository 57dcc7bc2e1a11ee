using System.Globalization;
using System.Net;
using System.Text;
using ConversationMemory.Data.Chat;
using ConversationMemory.Services.Context;
using ConversationMemory.Services.Exports.Document;
using ConversationMemory.Services.Text.Rendering;

namespace ConversationMemory.Services.Exports.Html;

/// <summary>
/// One file that any browser shows and prints: no script, its style within, and nothing is loaded from anywhere, which its
/// policy also tells the browser. What was written goes through <see cref="SafeMarkdown"/>, as in the chat; all else is encoded here.
/// </summary>
public sealed class HtmlExport
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

    private readonly StringBuilder html = new();
    private readonly ConversationDocument document;

    private HtmlExport(ConversationDocument document) => this.document = document;

    /// <summary>UTF-8 without a byte order mark.</summary>
    public static byte[] Write(ConversationDocument document) => ExportParts.ToBytes(Parts(document));

    /// <param name="document">The conversation.</param>
    /// <param name="notice">To say on the screen, and not on paper.</param>
    public static IEnumerable<string> Parts(ConversationDocument document, string? notice = null)
    {
        var export = new HtmlExport(document);
        export.Head(notice);
        foreach (var summary in document.Summaries) export.Summary(summary);
        foreach (var day in document.Days)
        {
            export.Line($"<p class=\"day\">{day.Title}</p>");
            foreach (var message in day.Messages)
            {
                export.Message(message);
                yield return export.Taken();
            }
        }

        export.Line("</main>").Line("</body>").Line("</html>");
        yield return export.Taken();
    }

    private void Head(string? notice)
    {
        Line("<!DOCTYPE html>").Line("<html lang=\"en\" dir=\"ltr\">").Line("<head>").Line("<meta charset=\"utf-8\">");
        Line($"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\">");
        Line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">").Line("<meta name=\"color-scheme\" content=\"light dark\">");
        Line("<meta name=\"referrer\" content=\"no-referrer\">").Line("<meta name=\"robots\" content=\"noindex\">");
        Line($"<title>{Encoded(document.Title)}</title>");
        Line($"<style>{HtmlStyle.Text}</style>").Line("</head>").Line("<body>").Line("<main>");
        if (notice is not null) Line($"<p class=\"notice\">{Encoded(notice)}</p>");
        Line("<header>").Line($"<h1 dir=\"auto\">{Encoded(document.Title)}</h1>").Line("<dl class=\"facts\">");
        foreach (var fact in document.Facts) Line($"<dt>{Encoded(fact.Name)}</dt><dd dir=\"auto\">{Encoded(fact.Value)}</dd>");
        Line("</dl>").Line("</header>");
    }

    private void Summary(DocumentSummary summary)
    {
        Line("<section class=\"summary\">").Line($"<h2>{Encoded(summary.Title)}</h2>");
        Body(summary.Text);
        Line("</section>");
    }

    private void Message(DocumentMessage message)
    {
        Line($"<article class=\"message {RoleOf(message)}\" id=\"m-{message.Seq}\">");
        Line($"<h2><bdi>{Encoded(message.Author)}</bdi> <span class=\"about\"><a href=\"#m-{message.Seq}\">#{message.Seq}</a> · {TimeOf(message)}{States(message)}</span></h2>");
        foreach (var call in message.Calls) Call(call);
        Body(message.Text);
        if (message.States.Contains("stopped")) Line("<p class=\"about\">This reply was stopped.</p>");
        if (message.Error is not null) Line($"<p class=\"error\">{Encoded(message.Error)}</p>");
        if (message.Context is not null) Context(message.Context);
        Line("</article>");
    }

    private void Call(ToolCall call)
    {
        Line("<section class=\"call\">").Line($"<p class=\"name\">{Encoded(CallText.Title(call))}</p>");
        foreach (var (name, text) in CallText.Parts(call)) Line($"<p>{name}</p>").Line($"<pre dir=\"auto\">{Encoded(text)}</pre>");
        Line("</section>");
    }

    private void Context(ContextDetails context)
    {
        Line("<section class=\"context\">").Line($"<p>{Encoded(context.Title)}</p>").Line("<table>");
        Line("<thead><tr><th scope=\"col\">Part</th><th scope=\"col\" class=\"number\">Tokens</th><th scope=\"col\">Note</th></tr></thead>").Line("<tbody>");
        foreach (var line in context.Lines)
            Line($"<tr><td>{Encoded(line.What)}</td><td class=\"number\">{line.Tokens.ToString("N0", CultureInfo.InvariantCulture)}</td><td>{Encoded(line.Note ?? "")}</td></tr>");
        Line("</tbody>").Line("</table>").Line("</section>");
    }

    private void Body(DocumentText text)
    {
        var language = text.Language is { } known ? $" lang=\"{known}\"" : "";
        Line($"<div class=\"prose\"{language}>").Line(text.ToHtml().ToString().TrimEnd('\n')).Line("</div>");
    }

    private HtmlExport Line(string line)
    {
        html.Append(line).Append('\n');
        return this;
    }

    private string Taken()
    {
        var part = html.ToString();
        html.Clear();
        return part;
    }

    private static string RoleOf(DocumentMessage message) => message.Role.ToString().ToLowerInvariant();

    private static string TimeOf(DocumentMessage message) => string.Create(CultureInfo.InvariantCulture,
        $"<time datetime=\"{message.At.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}\">{message.At:HH:mm}</time>");

    private static string States(DocumentMessage message) => string.Concat(message.States.Select(state => $" · {Encoded(state)}"));

    private static string Encoded(string text) => WebUtility.HtmlEncode(SafeMarkdown.Clean(text));
}
