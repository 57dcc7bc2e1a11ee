using System.Text;
using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Exports;
using ConversationMemory.Services.Exports.Document;
using ConversationMemory.Services.Exports.PlainText;

namespace ConversationMemory.Tests.Unit.Exports;

public class TextExportTests
{
    [Fact]
    public void Whole_file_reads_like_this()
    {
        var conversation = Exported.Of("What is 1+1?\nAnd 2+2?", Rich) with { Title = "Sums", Summaries = [Exported.Summary("They added.")] };
        MessageRecord[] messages = [.. conversation.Messages];
        messages[1] = messages[1] with { ToolCalls = [new ToolCall("1", "calculator", "{\"expression\":\"1+1\"}", "ok", "2")], Status = MessageStatus.Broken, Error = "The model broke." };
        Assert.Equal(
            """
            Sums
            ====

            Agent:         Assistant
            Messages:      2
            Begun:         1 March 2026, 08:30
            Last message:  1 March 2026, 08:32
            Tokens:        14
            Times:         UTC

            Summary of messages 1 to 4

              They added.

            ---- Sunday, 1 March 2026 ------------------------------------------------------

            You · #1 · 08:31

              What is 1+1?
              And 2+2?

            Assistant · #2 · 08:32 · broken off

              [Used calculator]
                Input: {"expression":"1+1"}
                Result: 2

              Sums
              ====

              It is two. See here (https://example.org/a) or https://example.org/b. This
              goes on until the line is over and then on.

              1. one
                 - [x] done
              2. two

              > quoted

              Name | Price
              -----|------
              Tea  |  1.50

                  def f():
                      return 1

              [The model broke.]


            """,
            Write(conversation with { Messages = messages }));
    }

    [Fact]
    public void No_text_can_look_like_a_heading_of_the_file() => HostileTexts.Hold(contents =>
    {
        var lines = Write(Exported.Of(contents)).Split('\n');
        // Title, facts, day, and a heading a message.
        var expected = contents.Length == 0 ? 7 : 9 + contents.Length;
        Assert.Equal(expected, lines.Count(line => line.Length > 0 && !line.StartsWith("  ", StringComparison.Ordinal)));
        Assert.DoesNotContain(lines, line => line.Any(char.IsControl));
    });

    [Fact]
    public void Lines_of_wide_letters_are_as_long_as_others()
    {
        var text = Write(Exported.Of(string.Concat(Enumerable.Repeat("漢字", 60))));
        Assert.Contains($"\n  {string.Concat(Enumerable.Repeat("漢字", 19))}漢\n  字", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_conversation_can_be_written() => RandomConversation.Hold(conversation => Assert.NotEmpty(Write(conversation)));

    private const string Rich = """
        # Sums

        It is **two**. See [here](https://example.org/a) or <https://example.org/b>. This goes on until the line is over and then on.

        1. one
           - [x] done
        2. two

        > quoted

        | Name | Price |
        |------|------:|
        | Tea  | 1.50  |

        ```py
        def f():
            return 1
        ```
        """;

    private static string Write(ConversationExport conversation) =>
        Encoding.UTF8.GetString(TextExport.Write(ConversationDocument.Of(conversation, new ExportOptions())));
}
