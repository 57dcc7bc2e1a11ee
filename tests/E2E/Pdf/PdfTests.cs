using System.Globalization;
using System.Text;
using ConversationMemory.Services.Exports;
using ConversationMemory.Services.Exports.Document;
using ConversationMemory.Services.Exports.Pdf;
using ConversationMemory.Tests.Unit.Exports;
using ConversationMemory.Tests.Unit.Rendering;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Tests.E2E.Pdf;

public sealed class PdfTests : IDisposable
{
    private readonly TypstPdfWriter writer = new(Options.Create(new PdfOptions { TimeoutSeconds = 120 }), NullLogger<TypstPdfWriter>.Instance);

    public void Dispose() => writer.Dispose();

    [PdfFact]
    public async Task File_has_title_language_tags_outline_and_links()
    {
        var conversation = Exported.Of("Hello", "# Heading\n\nSee [here](https://example.org/a?b=c), [there](javascript:alert(1)) and <ada@example.org>\n\n- one\n\n| a |\n|---|\n| b |") with
        {
            Title = "Plans (for) \"May\" 東京",
            AgentName = "Guide",
        };
        using var file = await WriteAsync(conversation);
        await file.CheckAsync();
        var info = await file.InfoAsync();
        Assert.Matches("Title: +Plans \\(for\\) \"May\" 東京\n", info);
        Assert.Matches("Author: +Guide\n", info);
        Assert.Matches("CreationDate: +Sun Mar +1 08:32:15 2026", info);
        Assert.Matches("Tagged: +yes\n", info);
        Assert.Matches("JavaScript: +no\n", info);
        var objects = await file.ObjectsAsync();
        Assert.Contains("\"/Lang\": \"u:en\"", objects, StringComparison.Ordinal);
        var outline = await file.OutlineAsync();
        Assert.Contains("Sunday, 1 March 2026", outline, StringComparison.Ordinal);
        Assert.Contains("You #1 · 08:31", outline, StringComparison.Ordinal);
        Assert.Contains("Guide #2 · 08:32", outline, StringComparison.Ordinal);
        Assert.DoesNotContain("Heading", outline, StringComparison.Ordinal);
        var structure = await file.StructureAsync();
        foreach (var tag in new[] { "H1", "H2", "H3", "L ", "LI", "Table", "TH", "TD", "Link" }) Assert.Contains(tag, structure, StringComparison.Ordinal);
        var links = await file.LinksAsync();
        Assert.Contains("https://example.org/a?b=c", links, StringComparison.Ordinal);
        Assert.Contains("mailto:ada@example.org", links, StringComparison.Ordinal);
        Assert.DoesNotContain("javascript", objects, StringComparison.OrdinalIgnoreCase);
        var text = await file.TextAsync();
        Assert.Matches("1 ?/ ?1", text);
        foreach (var fact in new[] { "Agent", "Guide", "Messages", "Begun", "1 March 2026, 08:30", "Last message", "1 March 2026, 08:32", "Tokens" }) Assert.Contains(fact, text, StringComparison.Ordinal);
    }

    [PdfTheory]
    [InlineData("ar", "مرحبا", "كيف الحال")]
    [InlineData("ja", "こんにちは", "元気です")]
    public async Task Language_of_the_file_is_that_of_what_was_said(string language, params string[] texts)
    {
        using var file = await WriteAsync(Exported.Of(texts));
        Assert.Contains($"\"/Lang\": \"u:{language}\"", await file.ObjectsAsync(), StringComparison.Ordinal);
    }

    [PdfFact]
    public async Task Nothing_in_a_file_acts()
    {
        var text = "[a](javascript:alert(1)) [b](file:///etc/passwd) [c](data:text/html,x) <a href=\"javascript:x\">d</a> <script>e</script> ![f](https://example.org/f.png) <https://example.org/g> [h](mailto:ada@example.org)";
        using var file = await WriteAsync(Exported.Of(text, text));
        var objects = await file.ObjectsAsync();
        foreach (var action in new[] { "/JavaScript", "/JS", "/Launch", "/OpenAction", "/AA", "/EmbeddedFile", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/RichMedia", "/AcroForm" })
            Assert.DoesNotContain($"\"{action}\"", objects, StringComparison.Ordinal);
        var links = System.Text.RegularExpressions.Regex.Matches(objects, "\"/URI\": \"u:([^\"]*)\"").Select(m => m.Groups[1].Value).Distinct();
        Assert.Equal(["https://example.org/f.png", "https://example.org/g", "mailto:ada@example.org"], links.Order(StringComparer.Ordinal));
    }

    [PdfFact]
    public async Task File_promises_to_be_accessible()
    {
        var content = await writer.WriteAsync(Document(Exported.Of("Hello", "# 1\n\n#### 2\n\nמה 😀 東京")), CancellationToken.None);
        Assert.Contains("<pdfuaid:part>1</pdfuaid:part>", Encoding.Latin1.GetString(content.Span), StringComparison.Ordinal);
    }

    [PdfTheory]
    [InlineData("Where does the road go from here")]
    [InlineData("Über den Wolken muß die Freiheit wohl grenzenlos sein")]
    [InlineData("你好世界请比较这三个城市")]
    [InlineData("これは日本語の文章です")]
    [InlineData("안녕하세요 세계 여러분")]
    [InlineData("नमस्ते दुनिया यह हिन्दी है")]
    [InlineData("สวัสดีชาวโลก ภาษาไทย")]
    [InlineData("שלום עולם זה טקסט בעברית")]
    [InlineData("هذا نص عربي قصير")]
    [InlineData("Привет мир как дела")]
    public async Task Words_of_each_script_are_found_in_their_order(string text)
    {
        using var file = await WriteAsync(Exported.Of("Hello", $"{text}\n\nEnd"));
        // Where words go from the right to the left, marks of direction stand around them.
        var found = string.Concat((await file.TextAsync()).Where(c => char.GetUnicodeCategory(c) != UnicodeCategory.Format));
        Assert.Contains(text, found, StringComparison.Ordinal);
    }

    [PdfFact]
    public async Task Emoji_are_in_colour_and_can_be_found()
    {
        using var file = await WriteAsync(Exported.Of("Hello", "Look: \U0001F600 \U0001F468\u200D\U0001F469\u200D\U0001F467"));
        Assert.Contains("\U0001F600", await file.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("/Image", await file.ObjectsAsync(), StringComparison.Ordinal);
    }

    [PdfFact]
    public async Task Long_code_tables_and_words_stay_on_the_page_and_are_copied_whole()
    {
        var address = $"https://example.org/{string.Concat(Enumerable.Repeat("path/", 60))}end";
        var code = string.Join('\n', Enumerable.Range(1, 300).Select(n => $"line_{n} = \"{new string('x', 90)}\""));
        using var file = await WriteAsync(Exported.Of(address, $"```python\n{code}\n```\n\n| a | b |\n|---|---|\n{string.Concat(Enumerable.Range(1, 200).Select(n => $"| {n} | {new string('w', 200)} |\n"))}"));
        await file.CheckAsync();
        var text = await file.TextAsync();
        Assert.Contains(address, text.ReplaceLineEndings(""), StringComparison.Ordinal);
        Assert.Contains("line_300", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u200B', text);
        Assert.True(text.Count(c => c == '\f') > 5, "it breaks over pages");
    }

    [PdfFact]
    public async Task What_is_said_is_never_read_as_Typst()
    {
        const string attack = "#panic(\"x\") #read(\"/etc/passwd\") $ #sys.version $ = Heading\n@ref <label> #include \"worker.mjs\" \\u{41} https://a.b/*x*/ // y";
        using var file = await WriteAsync(Exported.Of(attack, $"```typ\n{attack}\n```\n`{attack}`\n\n| {attack} |\n|---|\n| {attack} |") with { Title = attack, AgentName = attack });
        var text = await file.TextAsync();
        Assert.Contains("#panic(\"x\") #read(\"/etc/passwd\")", text, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", text, StringComparison.Ordinal);
    }

    [PdfFact]
    public async Task Hostile_texts_of_our_own_do_no_harm()
    {
        string[] texts =
        [
            "", " ", "\0", "\uD800", "a\uDFFFb", "\uFFFE\uFFFF\uFDD0", "\U0010FFFF", "\uE000 private", "\u0001\u0007\u001B[31m\u007F\u0080\u009F", "\uFEFF\u200B\u2060\u00AD", "\u202E abc \u202C\u2066\u2067\u2069",
            "a" + new string('\u0301', 500), new string('\u200D', 300), string.Concat(Enumerable.Repeat("\U0001F468\u200D", 100)), new string('x', 50_000), new string('ع', 5_000),
            new string('>', 50_000), string.Concat(Enumerable.Repeat("- ", 500)) + "x", string.Concat(Enumerable.Repeat("> 1. ", 60)) + "x", new string('*', 5_000), new string('`', 1_000),
            string.Concat(Enumerable.Repeat("|a", 300)) + "|\n" + string.Concat(Enumerable.Repeat("|-", 300)) + "|", "|a|\n|-|", "| a |\n|---|\n| b | c | d |", "9999999999999999. x", "999999999. x", "- [x]", "#", "###### x", "```\n", "```" + new string('y', 5_000) + "\nx",
            "![](https://example.org/x.png)", "[](https://example.org)", "[x](https://" + new string('a', 5_000) + ")", "[x](http://[::1]/)", "[x](mailto:)", "<https://example.org/\u202E>", "\u2028\u2029\u0085\v\f", "\t\ttab\ttab",
            string.Concat(Enumerable.Repeat("\n\n---", 300)), "$$\n\\frac{1}{2}\n$$",
        ];
        foreach (var text in texts)
        {
            using var file = await WriteAsync(Exported.Of(text, text) with { Title = text.Length > 300 ? text[..300] : text });
            await file.CheckAsync();
        }
    }

    [SharedDataFact]
    public async Task Naughty_strings_do_no_harm()
    {
        var count = 0;
        foreach (var text in SharedData.Texts("hostile/blns.jsonl", "text"))
        {
            count++;
            Assert.True((await writer.WriteAsync(Document(Exported.Of(text, text) with { Title = text }), CancellationToken.None)).Length > 1_000);
        }

        Assert.True(count >= 515, $"only {count} texts were read");
    }

    private async Task<PdfFile> WriteAsync(ConversationExport conversation) => new(await writer.WriteAsync(Document(conversation), CancellationToken.None));

    private static ConversationDocument Document(ConversationExport conversation) => ConversationDocument.Of(conversation, new ExportOptions());
}
