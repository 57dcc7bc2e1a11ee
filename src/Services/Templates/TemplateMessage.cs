using System.Text.Json;
using System.Text.Json.Serialization;
using ConversationMemory.Data.Messages;

namespace ConversationMemory.Services.Templates;

/// <summary>A message of a template: the person's or the agent's, with placeholders in it.</summary>
public sealed record TemplateMessage(MessageRole Role, string Content)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>As the template's row holds them.</summary>
    public static string Write(IEnumerable<TemplateMessage> messages) => JsonSerializer.Serialize(messages, Json);

    public static IReadOnlyList<TemplateMessage> Read(string json) => JsonSerializer.Deserialize<List<TemplateMessage>>(json, Json) ?? [];
}
