using ConversationMemory.Data.Chat;
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
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1700000000500), chat.Messages[0].At);
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
        Assert.Equal("> [Image: file-1 was not part of the export]\n\nWhat is it?\n\n> [File: notes.pdf was not part of the export]", chat.Messages[0].Text);
        Assert.Contains("> Look\n> At it", chat.Messages[1].Text, StringComparison.Ordinal);
        Assert.Equal(new ToolCall("c", "browser", "search(\"it\")", "ok", "A duck"), Assert.Single(chat.Messages[1].ToolCalls!));
        Assert.Equal("A duck.", chat.Messages[2].Text);
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
        Assert.Contains("````\nsome ``` text\n````", chat.Messages[0].Text, StringComparison.Ordinal);
        Assert.Contains("[File: b.png was not part of the export]", chat.Messages[0].Text, StringComparison.Ordinal);
        Assert.Equal("> [Thinking]\n> Hm\n\nHello\n\n> [voice_note: v was not part of the export]", chat.Messages[1].Text);
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
}
