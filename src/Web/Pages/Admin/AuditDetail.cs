using System.Text.Json;

namespace ConversationMemory.Web.Pages.Admin;

/// <summary>An entry's detail as lines: <c>ttl_days: 30 → 14</c>.</summary>
public static class AuditDetail
{
    public static IEnumerable<string> Lines(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. Of("", document.RootElement)];
    }

    private static IEnumerable<string> Of(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Null ? []
        : value.ValueKind != JsonValueKind.Object ? [$"{name}: {value}"]
        : IsChange(value, out var from, out var to) ? [$"{name}: {Word(from)} → {Word(to)}"]
        : value.EnumerateObject().SelectMany(field => Of(field.Name, field.Value));

    private static bool IsChange(JsonElement value, out JsonElement from, out JsonElement to)
    {
        var has = value.TryGetProperty("from", out from);
        has &= value.TryGetProperty("to", out to);
        return has;
    }

    private static string Word(JsonElement value) => value.ValueKind == JsonValueKind.Null ? "not said" : value.ToString();
}
