using System.Text;
using ConversationMemory.Services.Text.Rendering;

namespace ConversationMemory.Tests.Unit.Rendering;

public class StreamingMarkdownTests
{
    private const string Sample = """
        # Title

        A paragraph with **bold
        text** and `code`.

        - one
        - two

          still two
          1. deeper

        ## Next

        ```python
        def f():

            return "# no heading"
        ```

        | a | b |
        |---|--:|
        | 1 | 2 |

        > quoted
        lazily

            indented code

        1. first
        2. second

        مرحبا 😀 the end
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(17)]
    public void The_pieces_add_up_to_the_whole(int step) =>
        Assert.Equal(SafeMarkdown.ToHtml(Sample).ToString(), Streamed(Sample, step));

    [SharedDataFact]
    public void The_pieces_of_real_messages_add_up_to_the_whole()
    {
        var differing = 0;
        var messages = SharedData.Texts("chat/messages.jsonl.gz", "text").Where(text => text.Length > 200).Take(1_500).ToList();
        foreach (var text in messages)
        {
            if (Streamed(text, step: 37) != SafeMarkdown.ToHtml(text).ToString())
                differing++;
        }
        // Links that are defined elsewhere in the text are completed by the final rendering.
        Assert.True(differing <= messages.Count / 200, $"{differing} of {messages.Count} differ");
    }

    [Fact]
    public void A_finished_block_is_sent_once()
    {
        var streaming = new StreamingMarkdown();

        var first = streaming.Next("One\n\nTwo\n");
        var second = streaming.Next("One\n\nTwo\nand\n\nThree\n");

        Assert.Equal("One", Text(first.Finished));
        Assert.Equal("Two", Text(first.Growing));
        Assert.Equal("Two\nand", Text(second.Finished));
        Assert.Equal("Three", Text(second.Growing));
    }

    [Fact]
    public void A_line_in_the_making_finishes_nothing()
    {
        var streaming = new StreamingMarkdown();

        Assert.True(streaming.Next("1. one\n\n2").Finished.IsEmpty);
        Assert.Equal(2, Page.Of(streaming.Next("1. one\n\n2. two\n").Growing).QuerySelectorAll("ol > li").Length);
    }

    [Fact]
    public void A_reader_who_joins_late_gets_all_at_once()
    {
        var progress = new StreamingMarkdown().Next("One\n\nTwo\n\nThree\n");

        Assert.Equal("One\nTwo", Text(progress.Finished));
        Assert.Equal("Three", Text(progress.Growing));
    }

    [Fact]
    public void Half_a_character_waits_for_its_other_half()
    {
        var streaming = new StreamingMarkdown();

        Assert.Equal("a", Text(streaming.Next("a\ud83d").Growing));
        Assert.Equal("a😀", Text(streaming.Next("a😀").Growing));
    }

    [Fact]
    public void Headings_rank_the_same_as_in_the_whole()
    {
        var streaming = new StreamingMarkdown();

        streaming.Next("# A\n\ntext");
        var progress = streaming.Next("# A\n\ntext\n\n## B\n");

        Assert.Equal("h4", Page.Of(progress.Growing).FirstElementChild!.LocalName);
    }

    private static string Text(SafeHtml html) => Page.Of(html).TextContent.Trim();

    private static string Streamed(string text, int step)
    {
        var streaming = new StreamingMarkdown();
        var page = new StringBuilder();
        for (var length = step; length < text.Length; length += step)
            page.Append(streaming.Next(text[..length]).Finished);
        var last = streaming.Next(text);
        return page.Append(last.Finished).Append(last.Growing).ToString();
    }
}
