using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace ConversationMemory.Services.Imports.Formats;

/// <summary>Reads what another service wrote: a field that is missing or of another kind is null, not a fault.</summary>
internal static class EntryJson
{
    private const int MaxDepth = 128;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    // Seconds since 1970 up to the year 5138; what is larger is milliseconds.
    private const double LargestSeconds = 1e11;

    /// <exception cref="JsonException">It is not JSON, nests too deep, or names something twice.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> bytes, List<string> notes)
    {
        if (Utf8.IsValid(bytes.Span)) return JsonDocument.Parse(bytes, Options);
        notes.Add("Some bytes were not UTF-8; a replacement character stands for them.");
        return JsonDocument.Parse(Encoding.UTF8.GetString(bytes.Span), Options);
    }

    public static JsonElement? Get(this JsonElement? json, string name) => json is { } there ? there.Get(name) : null;

    public static JsonElement? Get(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? value
            : null;

    public static JsonElement? Object(this JsonElement json, string name) => json.Get(name) is { ValueKind: JsonValueKind.Object } found ? found : null;

    public static JsonElement? List(this JsonElement json, string name) => json.Get(name) is { ValueKind: JsonValueKind.Array } found ? found : null;

    public static IEnumerable<JsonElement> Items(this JsonElement json, string name) => json.List(name) is { } list ? list.EnumerateArray() : [];

    public static bool IsTrue(this JsonElement json, string name) => json.Get(name) is { ValueKind: JsonValueKind.True };

    /// <summary>The text of that name that says something; otherwise null.</summary>
    public static string? Text(this JsonElement json, string name) => json.Get(name) is { } value && value.Text() is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    /// <summary>A text, half surrogate pairs and all; null: it is none.</summary>
    public static string? Text(this JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.String) return null;
        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            // The way System.Text.Json says that an escape is half of a surrogate pair.
            return Unescaped(json.GetRawText());
        }
    }

    /// <summary>Seconds or milliseconds since 1970, or ISO 8601; null: none of these, or no time that can be.</summary>
    public static DateTimeOffset? Time(this JsonElement json, string name)
    {
        if (json.Get(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number) return value.TryGetDouble(out var number) ? Since1970(number) : null;
        var text = value.Text();
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) && time.Year is > 1970 and < 3000
            ? time
            : null;
    }

    private static DateTimeOffset? Since1970(double number)
    {
        var seconds = number > LargestSeconds ? number / 1000 : number;
        // PostgreSQL keeps microseconds.
        return seconds is > 0 and < LargestSeconds / 4 ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * 1_000_000) * TimeSpan.TicksPerMicrosecond) : null;
    }

    private static string Unescaped(string raw)
    {
        var text = new StringBuilder(raw.Length);
        for (var i = 1; i < raw.Length - 1; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
                continue;
            }

            var mark = raw[++i];
            if (mark == 'u')
            {
                text.Append((char)ushort.Parse(raw.AsSpan(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 4;
            }
            else
            {
                text.Append(mark switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', _ => mark });
            }
        }

        return text.ToString();
    }
}
