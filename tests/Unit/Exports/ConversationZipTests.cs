using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AngleSharp.Html.Parser;
using ConversationMemory.Services.Exports;
using ConversationMemory.Services.Exports.Document;
using ConversationMemory.Services.Exports.Many;
using ConversationMemory.Services.Exports.Pdf;

namespace ConversationMemory.Tests.Unit.Exports;

public class ConversationZipTests
{
    private static readonly string[] Allowed =
    [
        "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "table", "thead", "tbody", "tr", "th", "td", "a", "br", "small", "ul", "li",
    ];

    [Fact]
    public void Whatever_conversations_are_called_the_list_is_harmless_and_leads_to_every_file() => RandomConversation.Hold(conversation =>
    {
        using var zip = ZipAsync([ExportFormat.Md, ExportFormat.Json, ExportFormat.Html, ExportFormat.Txt], conversation, conversation).GetAwaiter().GetResult();
        var page = new HtmlParser().ParseDocument(Encoding.UTF8.GetString(Read(zip, "index.html")));
        foreach (var element in page.All)
        {
            Assert.Contains(element.LocalName, Allowed);
            Assert.DoesNotContain(element.Attributes, a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || a.Name is "style" or "src");
        }

        // What else is in the ZIP, but for the page itself.
        Assert.Equal(
            zip.Entries.Select(e => e.FullName).Where(name => name != "index.html").Order(StringComparer.Ordinal),
            page.QuerySelectorAll("a").Select(a => Uri.UnescapeDataString(a.GetAttribute("href")!)).Order(StringComparer.Ordinal));
        Assert.Equal(2, page.QuerySelectorAll("tbody tr").Length);
    });

    [Fact]
    public void Manifest_names_every_file_with_its_checksum() => RandomConversation.Hold(conversation =>
    {
        using var zip = ZipAsync([ExportFormat.Md, ExportFormat.Json], conversation).GetAwaiter().GetResult();
        using var manifest = JsonDocument.Parse(Read(zip, "manifest.json"));
        var one = Assert.Single(manifest.RootElement.GetProperty("conversations").EnumerateArray());
        Assert.Equal((conversation.Title, conversation.Messages.Count), (one.GetProperty("title").GetString(), one.GetProperty("messages").GetInt32()));
        var files = one.GetProperty("files").EnumerateArray().Concat(manifest.RootElement.GetProperty("files").EnumerateArray()).ToList();
        Assert.Equal(zip.Entries.Select(e => e.FullName).Where(name => name != "manifest.json"), files.Select(f => f.GetProperty("path").GetString()));
        foreach (var file in files)
        {
            var content = Read(zip, file.GetProperty("path").GetString()!);
            Assert.Equal((content.Length, Convert.ToHexStringLower(SHA256.HashData(content))), (file.GetProperty("bytes").GetInt32(), file.GetProperty("sha256").GetString()));
        }
    });

    [Fact]
    public async Task Pdf_is_waited_for_while_others_are_made_and_one_that_cannot_be_made_says_why()
    {
        using var zip = await ZipAsync([ExportFormat.Pdf, ExportFormat.Txt], Exported.Of("Hello"), Exported.Of("Too large"));
        Assert.Equal(
            ["00001 A conversation.pdf", "00001 A conversation.txt", "00002 A conversation.pdf.txt", "00002 A conversation.txt"],
            zip.Entries.Where(e => e.FullName.StartsWith("conversations/", StringComparison.Ordinal)).Select(e => e.Name));
        Assert.Equal("%PDF", Encoding.UTF8.GetString(Read(zip, "conversations/00001 A conversation.pdf")));
        Assert.Equal("Too large for one.", Encoding.UTF8.GetString(Read(zip, "conversations/00002 A conversation.pdf.txt")));
    }

    private static async Task<ZipArchive> ZipAsync(IReadOnlyList<ExportFormat> formats, params ConversationExport[] conversations)
    {
        var file = new MemoryStream();
        // Nothing is read from a database here.
        var zip = new ConversationZip(new ZipWriter(file), formats, new ExportFiles(null!, null!, new BusyAtFirst()));
        foreach (var conversation in conversations) await zip.AddAsync(conversation, owner: "ada@example.org", default);
        await zip.FinishAsync(default);
        return new ZipArchive(file);
    }

    private static byte[] Read(ZipArchive zip, string name)
    {
        using var entry = zip.GetEntry(name)!.Open();
        using var content = new MemoryStream();
        entry.CopyTo(content);
        return content.ToArray();
    }

    // A server that is asked for many files, and takes only the first conversation.
    private sealed class BusyAtFirst : IPdfWriter
    {
        private int asked;

        public Task<ReadOnlyMemory<byte>> WriteAsync(ConversationDocument document, CancellationToken ct) => asked++ switch
        {
            0 => throw new PdfException(PdfProblem.Busy, "Busy."),
            1 => Task.FromResult<ReadOnlyMemory<byte>>("%PDF"u8.ToArray()),
            _ => throw new PdfException(PdfProblem.TooLarge, "Too large for one."),
        };
    }
}
