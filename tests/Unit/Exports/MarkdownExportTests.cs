using System.Text;
using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Exports;
using ConversationMemory.Tests.Unit.Rendering;

namespace ConversationMemory.Tests.Unit.Exports;

public class MarkdownExportTests
{
    [Fact]
    public void Whole_file_reads_like_this()
    {
        var calls = new[] { new ToolCall("call_1", "calculator", """{"expression":"```1+1"}""", "ok", "2") };
        var export = Exported.Of("What is 1+1?", "It is **2**.\n\n```py\n1+1\n```", "And", "Half a") with
        {
            Title = "Sums & #more",
            FirstSeq = 3,
            PrunedCount = 2,
            Summaries = [Exported.Summary("They added.")],
        };
        MessageRecord[] messages = [.. export.Messages];
        messages[1] = messages[1] with { ToolCalls = calls, Pinned = true };
        messages[3] = messages[3] with { Status = MessageStatus.Broken, Error = "The *model* broke." };
        var b = HostileTexts.Boundary;
        Assert.Equal(
            $$"""
            ---
            format: conversationmemory.markdown/1
            id: 019a0000-0000-7000-8000-00000000c0de
            title: "Sums & #more"
            agent: "Assistant"
            created_at: 2026-03-01T08:30:15.123456Z
            updated_at: 2026-03-01T08:34:15.123456Z
            messages: 4
            messages_no_longer_shown: 2
            tokens: 28
            boundary: {{b}}
            ---

            # Sums \& \#more

            <!-- {{b}} summary from=1 through=4 source=extractive -->

            ## Summary of messages 1 to 4

            <!-- {{b}} text length=11 -->

            They added.

            <!-- {{b}} end -->

            <!-- {{b}} message seq=1 role=user status=complete at=2026-03-01T08:31:15.123456Z -->

            ## 1 · You (user) · 2026-03-01 08:31:15 UTC

            *No longer shown in the chat: it has left the window.*

            <!-- {{b}} text length=12 -->

            What is 1+1?

            <!-- {{b}} end -->

            <!-- {{b}} message seq=2 role=assistant status=complete at=2026-03-01T08:32:15.123456Z -->

            ## 2 · Assistant (assistant) · 2026-03-01 08:32:15 UTC · pinned

            <details><summary>1 tool call</summary>

            ````json
            [
              {
                "id": "call_1",
                "name": "calculator",
                "input": "{\"expression\":\"```1+1\"}",
                "status": "ok",
                "output": "2"
              }
            ]
            ````

            </details>

            <!-- {{b}} text length=27 -->

            It is **2**.

            ```py
            1+1
            ```

            <!-- {{b}} end -->

            <!-- {{b}} message seq=3 role=user status=complete at=2026-03-01T08:33:15.123456Z -->

            ## 3 · You (user) · 2026-03-01 08:33:15 UTC

            <!-- {{b}} text length=3 -->

            And

            <!-- {{b}} end -->

            <!-- {{b}} message seq=4 role=assistant status=broken at=2026-03-01T08:34:15.123456Z -->

            ## 4 · Assistant (assistant) · 2026-03-01 08:34:15 UTC · broken off

            <!-- {{b}} text length=6 -->

            Half a

            <!-- {{b}} end -->

            *The \*model\* broke.*


            """,
            Encoding.UTF8.GetString(MarkdownExport.Write(export with { Messages = messages })));
    }

    [Fact]
    public void Any_text_comes_out_as_it_went_in() => HostileTexts.Hold(contents =>
    {
        var file = new MarkdownFile(MarkdownExport.Write(Exported.Of(contents)));
        Assert.Equal(contents, file.Contents());
        Assert.Equal(contents.Length * 3, file.MarksInMarkdown().Count);
    });

    [Fact]
    public void Any_text_means_the_same_in_the_file_as_alone() => HostileTexts.Hold(contents =>
    {
        var inFile = new MarkdownFile(MarkdownExport.Write(Exported.Of(contents))).ContentsAsHtml();
        Assert.Equal(contents.Length, inFile.Count);
        foreach (var (content, html) in contents.Zip(inFile)) Assert.StartsWith(MarkdownFile.Html(content).TrimEnd(), html, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("```py\nprint(1)", "\n```")]
    [InlineData("~~~~\n```\nhalf", "\n~~~~")]
    [InlineData("- item\n  ```\n  half", "")]
    [InlineData("<!-- half", "\n-->")]
    [InlineData("<script>half", "\n</script>")]
    [InlineData("<details>\nhalf", "")]
    [InlineData("    code\r\n", "")]
    [InlineData("plain", "")]
    public void Half_of_something_is_closed_behind_the_text(string content, string closing)
    {
        var file = new MarkdownFile(MarkdownExport.Write(Exported.Of(content, "Next")));
        Assert.Contains($"-->\n\n{content}{closing}\n\n<!-- {file.Boundary} end", file.Text, StringComparison.Ordinal);
        Assert.Equal([content, "Next"], file.Contents());
        Assert.Equal(6, file.MarksInMarkdown().Count);
    }

    [Fact]
    public void Text_that_no_parser_takes_is_shown_as_code()
    {
        var deep = new string('>', 100_000);
        var file = new MarkdownFile(MarkdownExport.Write(Exported.Of(deep, "Next")));
        Assert.Contains($" fenced -->\n\n```\n{deep}\n```\n\n", file.Text, StringComparison.Ordinal);
        Assert.Equal([deep, "Next"], file.Contents());
    }

    [Fact]
    public void Text_with_the_marks_of_its_own_export_gets_another_boundary()
    {
        var first = new MarkdownFile(MarkdownExport.Write(Exported.Of("Hello")));
        var second = new MarkdownFile(MarkdownExport.Write(Exported.Of(first.Text)));
        Assert.NotEqual(first.Boundary, second.Boundary);
        Assert.Equal([first.Text], second.Contents());
    }

    [Theory]
    [InlineData("title")]
    [InlineData("agent")]
    [InlineData("summary")]
    [InlineData("text")]
    [InlineData("error")]
    [InlineData("author")]
    [InlineData("call")]
    public void Boundary_is_in_nothing_that_somebody_wrote(string place)
    {
        var word = HostileTexts.Boundary.ToUpperInvariant();
        var export = Exported.Of("Hello");
        var message = export.Messages[0];
        export = place switch
        {
            "title" => export with { Title = word },
            "agent" => export with { AgentName = word },
            "summary" => export with { Summaries = [Exported.Summary(word)] },
            "text" => export with { Messages = [message with { Content = word }] },
            "error" => export with { Messages = [message with { Status = MessageStatus.Broken, Error = word }] },
            "author" => export with { Messages = [message with { AuthorName = word }] },
            _ => export with { Messages = [message with { ToolCalls = [new ToolCall("1", "x", "{}", "ok", word)] }] },
        };
        Assert.NotEqual(HostileTexts.Boundary, new MarkdownFile(MarkdownExport.Write(export)).Boundary);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_becomes_a_replacement_character()
    {
        var file = new MarkdownFile(MarkdownExport.Write(Exported.Of("a\uD83D", "b\uDE00c") with { Title = "\uD83D" }));
        Assert.Equal(["a\uFFFD", "b\uFFFDc"], file.Contents());
    }

    [Fact]
    public void Same_conversation_gives_the_same_file() =>
        Assert.Equal(MarkdownExport.Write(Exported.Of("One", "Two")), MarkdownExport.Write(Exported.Of("One", "Two")));

    [SharedDataFact]
    public void Public_collections_of_oddities_come_out_as_they_went_in()
    {
        string[] texts =
        [
            .. SharedData.Texts("hostile/blns.jsonl", "text"), .. SharedData.Texts("hostile/commonmark_spec.jsonl", "markdown"),
            .. SharedData.Texts("hostile/xss_payloads.jsonl.gz", "payload"),
        ];
        Assert.True(texts.Length > 4_000, $"only {texts.Length} texts were read");
        var contents = texts.Select(t => t.Replace('\0', '\uFFFD')).ToArray();
        var file = new MarkdownFile(MarkdownExport.Write(Exported.Of(contents)));
        Assert.Equal(contents.Length * 3, file.MarksInMarkdown().Count);
        Assert.Equal(contents, file.Contents());
    }
}
