using System.Text.Json;
using System.Text.Json.Nodes;
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
        var named = JsonNode.Parse(Read())!["properties"]!.AsObject().Select(p => p.Key);
        var written = JsonNode.Parse(JsonExport.Write(new ExportOptions { FromSeq = 1 }.Of(Exported.Of("Hello"))))!.AsObject().Select(p => p.Key);
        Assert.Equal(written, named);
    }

    private static string Read() => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "conversation-1.json"));
}
