using ConversationMemory.Services.Exports;
using ConversationMemory.Services.Exports.Document;

namespace ConversationMemory.Tests.Unit.Exports;

public class DocumentTests
{
    [Theory]
    [InlineData("Hello", null, false)]
    [InlineData("مرحبا بالعالم", "ar", true)]
    [InlineData("שלום", "he", true)]
    [InlineData("123 שלום", "he", true)]
    [InlineData("Hello שלום there", null, false)]
    [InlineData("你好，世界", "zh", false)]
    [InlineData("東京へ行きたいです", "ja", false)]
    [InlineData("안녕하세요", "ko", false)]
    [InlineData("नमस्ते", "hi", false)]
    [InlineData("สวัสดี", "th", false)]
    [InlineData("", null, false)]
    public void Letters_tell_language_and_direction(string text, string? language, bool rightToLeft)
    {
        var blocks = Blocks(text);
        Assert.Equal(language, new DocumentText(text, isTyped: false).Language);
        if (text.Length > 0) Assert.Equal((language, rightToLeft), (blocks[0].Language, blocks[0].IsRightToLeft));
    }

    [Fact]
    public void Chinese_characters_are_of_the_language_around_them() =>
        Assert.Equal(["ja", "ja"], Blocks("漢字\n\nひらがなとカタカナの文").Select(b => b.Language));

    [Fact]
    public void Tree_has_what_the_page_has()
    {
        var blocks = Blocks("# One\n\n### Two\n\n- [x] done\n\n> a **b** `c`\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n```js\nx\n```\n\n---\n\n$a_b$");
        Assert.Equal(
            [NodeType.Heading, NodeType.Heading, NodeType.List, NodeType.Quote, NodeType.Table, NodeType.CodeBlock, NodeType.Rule, NodeType.Paragraph], blocks.Select(b => b.Type));
        Assert.Equal((3, 4), (blocks[0].Level, blocks[1].Level));
        Assert.True(blocks[2].Children[0].Children[0].Children[0] is { Type: NodeType.Task, IsSet: true });
        Assert.Equal([ColumnSide.Start, ColumnSide.Right], blocks[4].Sides);
        Assert.Equal(("js", "x"), (blocks[5].Language, blocks[5].Text));
        Assert.Equal((NodeType.Math, "$a_b$"), (blocks[7].Children[0].Type, blocks[7].Children[0].Text));
    }

    [Theory]
    [InlineData("[a](https://example.org/ä)", "https://example.org/%C3%A4")]
    [InlineData("[a](javascript:alert(1))", null)]
    [InlineData("[a](file:///etc/passwd)", null)]
    [InlineData("[a](/relative)", null)]
    [InlineData("<ada@example.org>", "mailto:ada@example.org")]
    [InlineData("![map](https://example.org/m.png)", "https://example.org/m.png")]
    [InlineData("![map](data:image/png;base64,AAAA)", null)]
    public void Links_lead_to_the_web_and_to_mailboxes_only(string markdown, string? url) =>
        Assert.Equal(url, Blocks(markdown)[0].Children.FirstOrDefault(n => n.Type == NodeType.Link)?.Url);

    [Fact]
    public void Depth_has_an_end()
    {
        Assert.True(Depth(Blocks(string.Concat(Enumerable.Repeat("> ", 60)) + "deep")) < 16);
        Assert.True(Depth(Blocks(new string('*', 200) + "deep" + new string('*', 200))) < 16);
        Assert.Single(Blocks(new string('>', 100_000)));
    }

    [Theory]
    [InlineData("ru", "Привет мир", "Как дела", "Hello")]
    [InlineData("en", "Привет мир", "How are you", "Hello")]
    [InlineData("en")]
    public void Document_is_of_the_language_of_most_messages(string language, params string[] texts) =>
        Assert.Equal(language, ConversationDocument.Of(Exported.Of(texts), new ExportOptions()).Language);

    [Fact]
    public void Title_block_tells_agent_counts_and_dates()
    {
        var whole = Exported.Of("a", "b", "c") with { AgentName = "Guide", PrunedSeq = 2 };
        Assert.Equal(
            ["Agent: Guide", "Messages: 3; those up to number 2 are not kept any more", "Begun: 1 March 2026, 08:30", "Last message: 1 March 2026, 08:33", "Tokens: 21", "Times: UTC"],
            ConversationDocument.Of(whole, new ExportOptions()).Facts.Select(f => $"{f.Name}: {f.Value}"));
        Assert.Contains(ConversationDocument.Of(whole, new ExportOptions { FromSeq = 3 }).Facts, f => f is { Name: "Part", Value: "from message 3 on" });
    }

    [Fact]
    public void Messages_stay_in_their_order_when_times_go_back()
    {
        var conversation = Exported.Of("a", "b", "c");
        var document = ConversationDocument.Of(
            conversation with { Messages = [conversation.Messages[0], conversation.Messages[1] with { CreatedAt = Exported.Morning.AddDays(1) }, conversation.Messages[2]] }, new ExportOptions());
        Assert.Equal([1, 2, 3], document.Days.SelectMany(d => d.Messages).Select(m => m.Seq));
    }

    private static IReadOnlyList<DocumentNode> Blocks(string markdown) => new DocumentText(markdown, isTyped: false).ToBlocks();

    private static int Depth(IEnumerable<DocumentNode> nodes) => nodes.Select(node => 1 + Depth(node.Children)).DefaultIfEmpty(0).Max();
}
