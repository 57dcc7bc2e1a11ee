using System.Text;
using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Exports;

namespace ConversationMemory.Tests.Unit.Exports;

public class MarkdownReaderTests
{
    private static readonly ConversationExport Short = Exported.Of("What is 1+1?", "It is **2**.\n\n```py\n1+1") with { Title = "Sums: \"more\" # \U0001F600" };

    [Fact]
    public void Any_conversation_is_read_back_with_roles_texts_and_times() => RandomConversation.Hold(conversation =>
    {
        var read = MarkdownExport.Read(MarkdownExport.Write(conversation));
        Assert.Equal((conversation.Id, conversation.Title, conversation.AgentName), (read.Id, read.Title, read.AgentName));
        Assert.Equal((conversation.CreatedAt, conversation.UpdatedAt), (read.CreatedAt, read.UpdatedAt));
        Assert.Equal(conversation.Summaries.Select(s => (s.Content, s.FromSeq, s.ThroughSeq)), read.Summary is { } sum ? [(sum.Content, sum.FromSeq, sum.ThroughSeq)] : []);
        Assert.Equal(
            conversation.Messages.Select(m => (m.Seq, m.Role, m.Status, m.CreatedAt, m.Pinned, m.Content)),
            read.Messages.Select(m => (m.Seq, m.Role, m.Status, m.CreatedAt, m.Pinned, m.Content)));
        foreach (var (wrote, back) in conversation.Messages.Zip(read.Messages)) Assert.Equal(wrote.ToolCalls is { Count: > 0 } calls ? calls : [], back.ToolCalls ?? []);
    });

    [Fact]
    public void Text_that_no_parser_takes_is_read_back()
    {
        var deep = new string('>', 100_000);
        Assert.Equal([deep, "Next"], MarkdownExport.Read(MarkdownExport.Write(Exported.Of(deep, "Next"))).Messages.Select(m => m.Content));
    }

    [Theory]
    [InlineData("\n", "\r\n")]
    [InlineData("---\nformat", "\uFEFF---\nformat")]
    public void File_that_an_editor_saved_in_its_own_way_is_read(string what, string instead) =>
        Assert.Equal(Short.Messages.Select(m => m.Content), Read(Text().Replace(what, instead, StringComparison.Ordinal)).Messages.Select(m => m.Content));

    [Fact]
    public void Text_that_was_edited_by_hand_is_read_up_to_its_end() =>
        Assert.Equal("What is 1+1, and why?\n\nReally.", Read(Text().Replace("What is 1+1?", "What is 1+1, and why?\n\nReally.", StringComparison.Ordinal)).Messages[0].Content);

    [Fact]
    public void File_without_exact_times_has_those_of_its_headings()
    {
        var old = System.Text.RegularExpressions.Regex.Replace(Text(), " at=[^ ]+", "");
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 8, 31, 15, TimeSpan.Zero), Read(old).Messages[0].CreatedAt);
    }

    [Theory]
    [InlineData("format: conversationmemory.markdown/1", "format: other/1")]
    [InlineData("boundary: 1174485b6281", "boundary: .*")]
    [InlineData("boundary: 1174485b6281\n", "")]
    [InlineData("\n---\n", "\n--\n")]
    [InlineData("seq=1", "seq=one")]
    [InlineData("seq=1", "seq=99999999999999")]
    [InlineData("role=user", "role=god")]
    [InlineData("role=user", "role=0")]
    [InlineData("text length=12 -->", "text -->")]
    [InlineData(" text length=12", " other length=12")]
    [InlineData("at=2026-03-01T08:31:15.123456Z", "at=yesterday")]
    [InlineData("title: ", "title: x")]
    [InlineData("id: 019a", "id: none")]
    [InlineData("<!-- 1174485b6281 end -->", "")]
    public void Damage_is_told(string part, string instead)
    {
        Assert.Contains(part, Text(), StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => Read(Text().Replace(part, instead, StringComparison.Ordinal)));
    }

    [Fact]
    public void File_cut_off_anywhere_is_read_or_refused_and_never_breaks()
    {
        var bytes = MarkdownExport.Write(Short with { Messages = [Short.Messages[0], Short.Messages[1] with { ToolCalls = [new ToolCall("1", "x", "{}", "ok", "2")] }] });
        for (var length = 0; length < bytes.Length; length++)
        {
            try
            {
                Assert.True(MarkdownExport.Read(bytes.AsSpan(0, length)).Messages.Count <= 2);
            }
            catch (FormatException)
            {
                // The only complaint there is.
            }
        }
    }

    private static string Text() => Encoding.UTF8.GetString(MarkdownExport.Write(Short));

    private static MarkdownConversation Read(string text) => MarkdownExport.Read(Encoding.UTF8.GetBytes(text));
}
