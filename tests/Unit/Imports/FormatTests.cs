using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Imports;

namespace ConversationMemory.Tests.Unit.Imports;

public class FormatTests
{
    private static string Node(string id, string? parent, string role, string content, string more = "", string metadata = "") =>
        $$"""
        "{{id}}": {"id": "{{id}}", "parent": {{(parent is null ? "null" : $"\"{parent}\"")}}, "children": [], "message": {"id": "{{id}}", "author": {"role": "{{role}}", "name": "browser"},
        "create_time": 1700000000.5, {{more}} "content": {{content}}, "metadata": { {{metadata}} } } }
        """;

    private static string Text(string text) => $$"""{"content_type": "text", "parts": ["{{text}}"]}""";

    private static string ChatGpt(string current, params string[] nodes) =>
        $$"""[{"title": "Trip", "create_time": 1700000000.25, "update_time": 1700000100, "conversation_id": "c1", "current_node": "{{current}}", "mapping": { {{string.Join(",", nodes)}} } }]""";

    [Fact]
    public async Task Path_shown_last_becomes_the_conversation_and_the_others_its_branches()
    {
        var chat = await Pieces.OneAsync(ChatGpt("b", Node("r", null, "system", Text("")), Node("q", "r", "user", Text("Where?")),
            Node("a", "q", "assistant", Text("Rome.")), Node("b", "q", "assistant", Text("Oslo."), metadata: "\"model_slug\": \"gpt-4\"")));
        Assert.Equal("User: Where? | Assistant: Oslo.", Pieces.Text(chat));
        Assert.Equal("gpt-4", chat.Messages[1].Model);
        Assert.Equal("User: Where? | Assistant: Rome.", Pieces.Text(Assert.Single(chat.Branches)));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1700000000500), chat.Messages[0].CreatedAt);
        Assert.NotEqual(ImportSource.KeyOf(chat), ImportSource.KeyOf(chat.Branches[0]));
    }

    [Fact]
    public async Task Loops_and_missing_ends_are_taken_as_they_can_be()
    {
        var chat = await Pieces.OneAsync(ChatGpt("gone", Node("a", "b", "user", Text("One")), Node("b", "a", "assistant", Text("Two"))));
        Assert.Equal(2, chat.Messages.Count);
        Assert.Contains(chat.Notes, n => n.Contains("latest", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tool_calls_and_what_is_not_text_are_kept_as_calls_and_notes()
    {
        var chat = await Pieces.OneAsync(ChatGpt("d",
            Node("q", null, "user", """{"content_type": "multimodal_text", "parts": [{"content_type": "image_asset_pointer", "asset_pointer": "file-1"}, "What is it?"]}""",
                metadata: "\"attachments\": [{\"name\": \"notes.pdf\", \"mime_type\": \"application/pdf\"}]"),
            Node("t", "q", "assistant", """{"content_type": "thoughts", "thoughts": [{"summary": "Look", "content": "At it"}]}"""),
            Node("c", "t", "assistant", """{"content_type": "code", "language": "unknown", "text": "search(\"it\")"}""", "\"recipient\": \"browser\","),
            Node("o", "c", "tool", """{"content_type": "tether_browsing_display", "result": "A duck"}"""),
            Node("d", "o", "assistant", Text("A duck\uE200cite\uE202turn0\uE201."))));
        Assert.Equal(3, chat.Messages.Count);
        Assert.Equal("> [Image: file-1 was not part of the export]\n\nWhat is it?\n\n> [File: notes.pdf was not part of the export]", chat.Messages[0].Content);
        Assert.Contains("> Look\n> At it", chat.Messages[1].Content, StringComparison.Ordinal);
        Assert.Equal(new ToolCall("c", "browser", "search(\"it\")", "ok", "A duck"), Assert.Single(chat.Messages[1].ToolCalls!));
        Assert.Equal("A duck.", chat.Messages[2].Content);
    }

    [Fact]
    public async Task Blocks_of_Claude_are_text_thoughts_calls_and_files()
    {
        var chat = await Pieces.OneAsync("""
            [{"uuid": "u", "name": "Blocks", "created_at": "2025-01-01T00:00:00Z", "chat_messages": [
              {"sender": "human", "text": "Hi", "created_at": "2025-01-01T00:00:01.5Z", "content": [], "attachments": [{"file_name": "a.txt", "extracted_content": "some ``` text"}], "files": [{"file_name": "b.png"}]},
              {"sender": "assistant", "text": "", "content": [{"type": "thinking", "thinking": "Hm"}, {"type": "tool_use", "id": "t", "name": "search", "input": {"q": 1}},
                {"type": "tool_result", "tool_use_id": "t", "content": [{"type": "text", "text": "Found"}], "is_error": true}, {"type": "text", "text": "Hello"}, {"type": "voice_note", "title": "v"}]}]}]
            """);
        Assert.Equal([MessageRole.User, MessageRole.Assistant], chat.Messages.Select(m => m.Role));
        Assert.Contains("````\nsome ``` text\n````", chat.Messages[0].Content, StringComparison.Ordinal);
        Assert.Contains("[File: b.png was not part of the export]", chat.Messages[0].Content, StringComparison.Ordinal);
        Assert.Equal("> [Thinking]\n> Hm\n\nHello\n\n> [voice_note: v was not part of the export]", chat.Messages[1].Content);
        Assert.Equal(new ToolCall("t", "search", "{\"q\": 1}", "failed", "Found"), Assert.Single(chat.Messages[1].ToolCalls!));
    }

    [Fact]
    public async Task LibreChat_in_a_row_or_nested_is_the_same_and_its_latest_leaf_is_shown()
    {
        const string About = "\"conversationId\": \"l\", \"title\": \"Libre\"";
        static string M(string id, string parent, bool user, string text, int minute, string more = "") =>
            $$"""{"messageId": "{{id}}", "parentMessageId": "{{parent}}", "isCreatedByUser": {{(user ? "true" : "false")}}, "text": "{{text}}", "createdAt": "2024-01-01T00:{{minute:D2}}:00Z"{{more}}}""";
        var row = await Pieces.OneAsync($$"""{ {{About}}, "recursive": false, "messages": [{{M("1", "0", true, "Q", 1)}}, {{M("2", "1", false, "Old", 2)}}, {{M("3", "1", false, "New", 3)}}]}""");
        var nested = await Pieces.OneAsync($$"""{ {{About}}, "recursive": true, "messages": [{{M("1", "0", true, "Q", 1, $$""", "children": [{{M("2", "1", false, "Old", 2)}}, {{M("3", "1", false, "New", 3)}}]""")}}]}""");
        Assert.Equal("User: Q | Assistant: New", Pieces.Text(row));
        Assert.Equal(Pieces.Text(row), Pieces.Text(nested));
        Assert.Equal("User: Q | Assistant: Old", Pieces.Text(Assert.Single(nested.Branches)));
    }

    [Fact]
    public async Task Open_WebUI_shows_the_message_it_names_and_quotes_thoughts()
    {
        var chat = await Pieces.OneAsync("""
            [{"id": "o", "title": "Web", "chat": {"history": {"currentId": "b", "messages": {
              "q": {"id": "q", "parentId": null, "role": "user", "content": "Q", "timestamp": 1700000000},
              "b": {"id": "b", "parentId": "q", "role": "assistant", "model": "m", "content": "<details type=\"reasoning\" done=\"true\"><summary>Thought</summary>\n> Deep\n</details>\nB", "timestamp": 1700000001},
              "a": {"id": "a", "parentId": "q", "role": "assistant", "content": "A", "timestamp": 1700000009}}}}}]
            """);
        Assert.Equal("User: Q | Assistant: > [Thinking]\n> Deep\n\nB", Pieces.Text(chat));
        Assert.Equal("User: Q | Assistant: A", Pieces.Text(Assert.Single(chat.Branches)));
    }

    [Fact]
    public async Task ChatGPT_that_was_stopped_while_it_thought_keeps_the_thought()
    {
        var chat = await Pieces.OneAsync(ChatGpt("t", Node("q", null, "user", Text("Why?")),
            Node("t", "q", "assistant", """{"content_type": "thoughts", "thoughts": [{"summary": "Because", "content": "of it"}]}""")));
        Assert.Equal("User: Why? | Assistant: > [Thinking]\n> Because\n> of it", Pieces.Text(chat));
        Assert.Equal(MessageStatus.Stopped, chat.Messages[1].Status);
    }

    [Fact]
    public async Task Claude_with_branches_shows_the_leaf_it_names_or_else_the_latest()
    {
        static string M(string id, string parent, string sender, string text, int minute) =>
            $$"""{"uuid": "{{id}}", "parent_message_uuid": "{{parent}}", "sender": "{{sender}}", "text": "{{text}}", "created_at": "2025-01-01T00:{{minute:D2}}:00Z"}""";
        static string File(string leaf, params string[] messages) => $$"""[{"uuid": "c", "name": "Forked"{{leaf}}, "chat_messages": [{{string.Join(",", messages)}}]}]""";
        string[] edited = [M("q", "none", "human", "Q", 1), M("a", "q", "assistant", "A", 2), M("b", "q", "assistant", "B", 3), M("q2", "none", "human", "Q again", 4), M("c", "q2", "assistant", "C", 5)];
        var latest = await Pieces.OneAsync(File("", edited));
        Assert.Equal("User: Q again | Assistant: C", Pieces.Text(latest));
        Assert.Equal(["User: Q | Assistant: A", "User: Q | Assistant: B"], latest.Branches.Select(Pieces.Text));
        var named = await Pieces.OneAsync(File(", \"current_leaf_message_uuid\": \"a\"", edited));
        Assert.Equal("User: Q | Assistant: A", Pieces.Text(named));
        Assert.Equal(2, named.Branches.Count);
    }

    [Fact]
    public async Task Blocks_without_a_kind_are_kept_with_a_word()
    {
        var chat = await Pieces.OneAsync("""[{"uuid": "u", "chat_messages": [{"sender": "human", "content": ["Plain", {"odd": 1}]}]}]""");
        Assert.Equal("User: Plain\n\n> [Part that was not part of the export]", Pieces.Text(chat));
    }

    [Fact]
    public async Task Open_WebUI_calls_of_tools_are_calls_and_errors_are_broken_replies()
    {
        var chat = await Pieces.OneAsync("""
            [{"id": "o", "chat": {"history": {"currentId": "b", "messages": {
              "q": {"id": "q", "parentId": null, "role": "user", "content": "Q"},
              "a": {"id": "a", "parentId": "q", "role": "assistant", "content": "<details type=\"tool_calls\" done=\"true\" id=\"c1\" name=\"weather\" arguments=\"{&quot;at&quot;: &quot;Oslo&quot;}\" result=\"&quot;Rain&quot;\">\n<summary>Tool Executed</summary>\n</details>\nIt rains."},
              "b": {"id": "b", "parentId": "a", "role": "assistant", "content": "", "error": {"content": "No such model."}},
              "e": {"id": "e", "parentId": "q", "role": "assistant", "content": "E", "error": false}}}}}]
            """);
        Assert.Equal("It rains.", chat.Messages[1].Content);
        Assert.Equal(new ToolCall("c1", "weather", "{\"at\": \"Oslo\"}", "ok", "\"Rain\""), Assert.Single(chat.Messages[1].ToolCalls!));
        Assert.Equal((MessageStatus.Broken, "No such model."), (chat.Messages[2].Status, chat.Messages[2].Error));
        Assert.Equal(MessageStatus.Complete, Assert.Single(chat.Branches).Messages[1].Status);
    }

    [Fact]
    public async Task Grok_follows_its_leaf_and_keeps_thoughts_and_files()
    {
        var chat = await Pieces.OneAsync("""
            {"conversations": [{"conversation": {"conversation_id": "g", "title": "Grok", "create_time": "2025-01-01T00:00:00Z", "leaf_response_id": "b"}, "responses": [
              {"response": {"response_id": "q", "sender": "human", "message": "Q", "create_time": "2025-01-01T00:00:01Z", "file_attachments": ["f.txt"]}},
              {"response": {"response_id": "b", "sender": "ASSISTANT", "model": "grok-3", "message": "B", "thinking_trace": "Hm", "parent_response_id": "q", "create_time": {"$date": {"$numberLong": "1"}}}},
              {"response": {"response_id": "a", "sender": "assistant", "message": "A", "parent_response_id": "q", "create_time": "2025-01-01T00:00:09Z"}}]}], "projects": []}
            """);
        Assert.Equal("User: Q\n\n> [File: f.txt was not part of the export] | Assistant: > [Thinking]\n> Hm\n\nB", Pieces.Text(chat));
        Assert.Equal(("grok-3", "Grok", "g"), (chat.Messages[1].Model, chat.Title, chat.SourceId));
        Assert.Equal(new DateTimeOffset(2025, 1, 1, 0, 0, 1, TimeSpan.Zero), chat.Messages[0].CreatedAt);
        Assert.EndsWith("Assistant: A", Pieces.Text(Assert.Single(chat.Branches)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chatbot_UI_gives_each_conversation_of_its_list()
    {
        var pieces = await Pieces.OfAsync("""
            {"version": 4, "folders": [{"id": "f", "name": "history"}], "history": [
              {"id": "1", "name": "One", "model": {"id": "gpt-4"}, "prompt": "Be kind.", "messages": [{"role": "user", "content": "Q"}, {"role": "assistant", "content": "A"}]},
              {"id": "2", "name": "Two", "model": {"id": "gpt-4"}, "prompt": "", "messages": [{"role": "system", "content": "S"}]}], "prompts": [{"id": "p", "content": "[x]"}]}
            """);
        Assert.Equal(["User: Q | Assistant: A", "System: S"], pieces.Select(p => Pieces.Text(p.Chat!)));
        Assert.Equal(("chatbotui", "One", "1", "gpt-4"), (pieces[0].Chat!.Format, pieces[0].Chat!.Title, pieces[0].Chat!.SourceId, pieces[0].Chat!.Messages[1].Model));
    }

    [Fact]
    public async Task AI_Studio_gives_text_code_files_and_thoughts_and_says_what_is_left_out()
    {
        var chat = await Pieces.OneAsync("""
            {"runSettings": {"model": "models/gemini"}, "systemInstruction": {"text": "Be brief."}, "chunkedPrompt": {"chunks": [
              {"role": "user", "driveDocument": {"id": "doc"}}, {"role": "user", "text": "Q"},
              {"role": "model", "text": "Hm", "isThought": true}, {"role": "model", "text": "A"},
              {"role": "model", "executableCode": {"language": "PYTHON", "code": "1+1"}}, {"role": "model", "codeExecutionResult": {"outcome": "OK", "output": "2"}},
              {"role": "model", "newThing": {"a": 1}}, {"role": "model", "text": "Stopped here", "isThought": true}]}}
            """);
        Assert.Equal("User: > [Document: doc was not part of the export] | User: Q | Assistant: > [Thinking]\n> Hm\n\nA | Assistant: ```python\n1+1\n``` | Assistant: ```\n2\n```"
            + " | Assistant: > [Part that was not part of the export] | Assistant: > [Thinking]\n> Stopped here", Pieces.Text(chat));
        Assert.Equal("models/gemini", chat.Messages[2].Model);
        Assert.Contains(chat.Notes, n => n.Contains("system instructions", StringComparison.Ordinal));
        Assert.Contains(chat.Notes, n => n.Contains("no times", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"conversationId": "l", "messages": [{"text": "Q", "sender": "User"}, {"text": "A"}, {"messageId": "q", "text": "Q2", "sender": "User"}, {"text": "B", "parentMessageId": "q"}, {"text": "C", "parentMessageId": "q"}]}""")]
    [InlineData("""{"conversations": [{"conversation": {"conversation_id": "g"}, "responses": [{"response": {"response_id": "q", "sender": "human", "message": "Q"}}, {"response": {"message": "A", "parent_response_id": "q"}}, {"response": {"message": "B", "parent_response_id": "q"}}]}]}""")]
    [InlineData("""{"id": "w", "models": [], "messages": [{"id": "q", "role": "user", "content": "Q", "childrenIds": []}, {"role": "assistant", "content": "A", "parentId": "q"}, {"role": "assistant", "content": "B", "parentId": "q"}]}""")]
    public async Task Branches_of_messages_without_ids_are_known_again(string json)
    {
        var (first, again) = (await Pieces.OneAsync(json), await Pieces.OneAsync(json));
        Assert.NotEmpty(first.Branches);
        Assert.Equal(first.Branches.Select(ImportSource.KeyOf), again.Branches.Select(ImportSource.KeyOf));
    }

    [Fact]
    public async Task Paths_keep_what_they_have_in_common_once_in_memory()
    {
        var chat = await Pieces.OneAsync(ChatGpt("b", Node("q", null, "user", Text("A long question")), Node("a", "q", "assistant", Text("Rome.")), Node("b", "q", "assistant", Text("Oslo."))));
        Assert.Same(chat.Messages[0].Content, Assert.Single(chat.Branches).Messages[0].Content);
    }

    [Fact]
    public async Task Of_many_branches_the_first_twenty_are_given_with_a_note()
    {
        var nodes = Enumerable.Range(0, 30).Select(i => Node($"n{i}", "q", "assistant", Text($"Answer {i}"))).Prepend(Node("q", null, "user", Text("Q")));
        var chat = await Pieces.OneAsync(ChatGpt("n29", [.. nodes]));
        Assert.Equal("User: Q | Assistant: Answer 29", Pieces.Text(chat));
        Assert.Equal(20, chat.Branches.Count);
        Assert.Contains(chat.Notes, n => n.Contains("29 other branches", StringComparison.Ordinal));
    }
}
