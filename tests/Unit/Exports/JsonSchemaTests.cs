using System.Text.Json;
using System.Text.Json.Nodes;
using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Exports;

namespace ConversationMemory.Tests.Unit.Exports;

public class JsonSchemaTests
{
    private static readonly JsonSchemaFile Schema = new(JsonSerializer.Deserialize<JsonElement>(Read()));

    [Fact]
    public void Every_export_is_as_the_published_schema_says() => RandomConversation.Hold(conversation =>
        Assert.Empty(Schema.Validate(JsonSerializer.Deserialize<JsonElement>(JsonExport.Write(conversation)))));

    [Fact]
    public void Part_is_as_the_published_schema_says() => RandomConversation.Hold(conversation =>
        Assert.Empty(Schema.Validate(JsonSerializer.Deserialize<JsonElement>(JsonExport.Write(new ExportOptions { ToolCalls = false, FromSeq = 2 }.Of(conversation))))));

    [Theory]
    [InlineData("id", "\"me\"")]
    [InlineData("schema", "\"conversationmemory.conversation/2\"")]
    [InlineData("title", null)]
    [InlineData("created_at", "\"yesterday\"")]
    [InlineData("last_seq", "1.5")]
    [InlineData("messages", "[{}]")]
    [InlineData("partial", "true")]
    public void What_is_no_export_does_not_pass(string field, string? value)
    {
        var json = JsonNode.Parse(JsonExport.Write(Exported.Of("Hello")))!.AsObject();
        if (value is null) json.Remove(field);
        else json[field] = JsonNode.Parse(value);
        Assert.NotEmpty(Schema.Validate(JsonSerializer.SerializeToElement(json)));
    }

    [Fact]
    public void Schema_names_every_field_that_there_is()
    {
        var message = Exported.Message(1, "Hello") with { AuthorName = "ben", ToolCalls = [new ToolCall("1", "calculator", "{}", "ok", "2")] };
        var export = new ExportOptions { FromSeq = 1 }.Of(Exported.Of() with { Messages = [message], Summaries = [Exported.Summary("Sum")] });
        var (schema, json) = (JsonNode.Parse(Read())!, JsonNode.Parse(JsonExport.Write(export))!);
        Assert.Equal(Names(json), Names(schema["properties"]!));
        Assert.Equal(Names(json["options"]!), Names(schema["properties"]!["options"]!["properties"]!));
        Assert.Equal(Names(json["messages"]![0]!).Order(), Names(schema["$defs"]!["message"]!["properties"]!).Order());
        Assert.Equal(Names(json["messages"]![0]!["tool_calls"]![0]!), Names(schema["$defs"]!["tool_call"]!["properties"]!));
        Assert.Equal(Names(json["summaries"]![0]!), Names(schema["$defs"]!["summary"]!["properties"]!));
    }

    [Theory]
    [InlineData("role", "\"god\"")]
    [InlineData("seq", "\"1\"")]
    [InlineData("content", "null")]
    [InlineData("tool_calls", "[{\"id\": \"1\"}]")]
    [InlineData("author", "null")]
    [InlineData("created_at", null)]
    public void Message_that_is_none_does_not_pass(string field, string? value)
    {
        var json = JsonNode.Parse(JsonExport.Write(Exported.Of("Hello")))!;
        if (value is null) json["messages"]![0]!.AsObject().Remove(field);
        else json["messages"]![0]![field] = JsonNode.Parse(value);
        Assert.NotEmpty(Schema.Validate(JsonSerializer.SerializeToElement(json)));
    }

    private static IEnumerable<string> Names(JsonNode json) => json.AsObject().Select(p => p.Key);

    private static string Read() => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "conversation-1.json"));
}
