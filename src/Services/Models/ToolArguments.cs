using System.Text.Encodings.Web;
using System.Text.Json;

namespace ConversationMemory.Services.Models;

/// <summary>The arguments of a tool call between their JSON text and what the tools take.</summary>
public static class ToolArguments
{
    /// <summary>Plain text stays readable, in any script; none of it is put into a page as it is.</summary>
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(IDictionary<string, object?>? arguments) =>
        arguments is null or { Count: 0 } ? "{}" : JsonSerializer.Serialize(arguments, Readable);

    /// <returns>Null when the text is not a JSON object. Nothing at all is an empty object: some models send that.</returns>
    public static IDictionary<string, object?>? Read(string json)
    {
        if (string.IsNullOrWhiteSpace(json))
            return new Dictionary<string, object?>();
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, object?>>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
