using System.Text.Json;
using ConversationMemory.Data.Messages;

namespace ConversationMemory.Services.Messages.Packing;

/// <summary>A value of a column in a segment.</summary>
internal static class SegmentValue
{
    public static void Write(Utf8JsonWriter json, MessageColumn column, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case string text when column.IsJson: WriteJson(json, text); break;
            case string text: json.WriteStringValue(text); break;
            case Enum word: json.WriteStringValue(word.ToString().ToLowerInvariant()); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case decimal number: json.WriteNumberValue(number); break;
            case bool flag: json.WriteNumberValue(flag ? 1 : 0); break;
            case Guid id: json.WriteStringValue(id.ToString("N")); break;
            case DateTimeOffset time: json.WriteNumberValue(Microseconds(time)); break;
            default: throw new NotSupportedException($"Say here how the column {column.Name} is packed.");
        }
    }

    public static object? Read(JsonElement value, MessageColumn column) => value.ValueKind == JsonValueKind.Null ? null : Type.GetTypeCode(column.Type) switch
    {
        _ when column.IsJson => ReadJson(value),
        _ when column.Type.IsEnum => Enum.Parse(column.Type, value.GetString()!, ignoreCase: true),
        TypeCode.String => value.GetString(),
        TypeCode.Int32 => value.GetInt32(),
        TypeCode.Int64 => value.GetInt64(),
        TypeCode.Decimal => value.GetDecimal(),
        TypeCode.Boolean => value.GetInt32() == 1,
        _ when column.Type == typeof(Guid) => value.GetGuidOfDigits(),
        _ when column.Type == typeof(DateTimeOffset) => Time(value.GetInt64()),
        _ => throw new NotSupportedException($"Say here how the column {column.Name} is unpacked."),
    };

    // Parsed and written anew, without the spaces that PostgreSQL puts into it; the same JSON all the same. A JSON null of the column is
    // told from no JSON by standing in an array.
    private static void WriteJson(Utf8JsonWriter json, string text)
    {
        json.WriteStartArray();
        using var parsed = JsonDocument.Parse(text, SegmentColumns.Reading);
        parsed.WriteTo(json);
        json.WriteEndArray();
    }

    public static string? ReadJson(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value[0].GetRawText();

    public static long Microseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset Time(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    private static Guid GetGuidOfDigits(this JsonElement value) => Guid.ParseExact(value.GetString()!, "N");
}
