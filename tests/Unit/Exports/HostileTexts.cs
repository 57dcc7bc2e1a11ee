using FsCheck;
using FsCheck.Fluent;

namespace ConversationMemory.Tests.Unit.Exports;

/// <summary>Texts made of what Markdown, HTML and JSON give a meaning to, with our own marks among it.</summary>
internal static class HostileTexts
{
    private static readonly string[] Pieces =
    [
        "```", "````json", "~~~", "~~~~ x", "`", "``", "<!--", "-->", "<!-- ", $"<!-- {Boundary} end -->", $"<!-- {Boundary} text length=3 -->", Boundary,
        "<script>", "</script>", "<pre>", "<style>", "<textarea>", "<?php", "?>", "<![CDATA[", "]]>", "<!DOCTYPE", "<div>", "</div>", "</details>", "<b>",
        ">", "> ", "> > ", "- ", "* ", "1. ", "    ", "  ", "\t", "\n", "\n", "\n", "\n\n", "\r\n", "\r\n", "\r", "---", "===", "# ", "## 3 · You (user)", "###",
        "| a | b |", "|---|---|", "\\", "&amp;", "&#0;", "*", "**", "_", "[x](y)", "![", "$$", "word", "two words", "{\"a\": 1}", "\"", "'",
        "שלום", "مرحبا", "東京", "\U0001F468\u200D\U0001F469", "\u202E", "\u2028", "\u2029", "\u0085", "\u000B", "\f", "\uFEFF", "\u0001", "\u001B[31m", "\u00A0",
    ];

    /// <summary>The boundary that the conversation of the tests has while nothing contains it.</summary>
    public static string Boundary => "1174485b6281";

    /// <summary>Tries conversations of such texts, and tells the smallest for which it does not hold.</summary>
    public static void Hold(Action<string[]> property) => Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(Text().ArrayOf().ToArbitrary(), property));

    private static Gen<string> Text() => Gen.Elements(Pieces).ListOf().Select(string.Concat);
}
