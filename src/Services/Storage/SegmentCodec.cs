using System.Buffers;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using ConversationMemory.Data.Storage;

namespace ConversationMemory.Services.Storage;

/// <summary>
/// Messages as bytes and back, without loss: a byte for the version, then JSON compressed with Brotli. The JSON has an array for
/// each column, because what is alike lies together then, and names no column. See docs/retention.md.
/// </summary>
public static class SegmentCodec
{
    // Measured: docs/performance.md, size on disk.
    private const int Quality = 11;
    private const int Window = 22;
    private const byte Version = 1;

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Encode(IReadOnlyList<StoredMessage> messages) => Encode(messages, Quality);

    /// <param name="quality">Brotli's, 0 to 11.</param>
    public static byte[] Encode(IReadOnlyList<StoredMessage> messages, int quality)
    {
        var json = Json(messages);
        var packed = new byte[1 + BrotliEncoder.GetMaxCompressedLength(json.Length)];
        packed[0] = Version;
        return BrotliEncoder.TryCompress(json.Span, packed.AsSpan(1), out var length, quality, Window)
            ? packed[..(1 + length)]
            : throw new InvalidOperationException("Brotli had no room.");
    }

    /// <exception cref="InvalidDataException">These are no packed messages, or a later version packed them.</exception>
    public static IReadOnlyList<StoredMessage> Decode(byte[] data)
    {
        if (data.Length < 2 || data[0] != Version) throw new InvalidDataException("This version does not know how these messages are packed.");
        using var json = new BrotliStream(new MemoryStream(data, 1, data.Length - 1, writable: false), CompressionMode.Decompress);
        try
        {
            using var columns = JsonDocument.Parse(json);
            return Messages([.. columns.RootElement.EnumerateArray()]);
        }
        catch (Exception damage) when (damage is JsonException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new InvalidDataException("These are not packed messages.", damage);
        }
    }

    // Columns in the order in which Messages reads them. Text first: what follows is small.
    private static ReadOnlyMemory<byte> Json(IReadOnlyList<StoredMessage> messages)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Writing);
        json.WriteStartArray();
        Column(message => json.WriteStringValue(message.Content));
        Column(message => WriteJson(json, message.ToolCalls));
        Column(message => WriteJson(json, message.Context));
        Column(message => json.WriteStringValue(message.Role));
        Column(message => json.WriteStringValue(message.Status));
        Column(message => json.WriteStringValue(message.Model));
        Column(message => json.WriteStringValue(message.Error));
        Column(message => json.WriteNumberValue(message.Tokens));
        Column(message => WriteNumber(json, message.Seq - message.ReplyTo));
        Column(message => json.WriteNumberValue(message.Pinned ? 1 : 0));
        var seq = 0;
        Column(message => json.WriteNumberValue(message.Seq - Replace(ref seq, message.Seq)));
        var time = 0L;
        Column(message => json.WriteNumberValue(Microseconds(message) - Replace(ref time, Microseconds(message))));
        json.WriteEndArray();
        json.Flush();
        return buffer.WrittenMemory;

        void Column(Action<StoredMessage> write)
        {
            json.WriteStartArray();
            foreach (var message in messages) write(message);
            json.WriteEndArray();
        }
    }

    private static List<StoredMessage> Messages(JsonElement[] columns)
    {
        var messages = new List<StoredMessage>();
        var seq = 0;
        var time = 0L;
        for (var i = 0; i < columns[0].GetArrayLength(); i++)
        {
            seq += columns[10][i].GetInt32();
            time += columns[11][i].GetInt64();
            messages.Add(new StoredMessage
            {
                Content = columns[0][i].GetString()!,
                ToolCalls = ReadJson(columns[1][i]),
                Context = ReadJson(columns[2][i]),
                Role = columns[3][i].GetString()!,
                Status = columns[4][i].GetString()!,
                Model = columns[5][i].GetString(),
                Error = columns[6][i].GetString(),
                Tokens = columns[7][i].GetInt32(),
                ReplyTo = columns[8][i].ValueKind == JsonValueKind.Null ? null : seq - columns[8][i].GetInt32(),
                Pinned = columns[9][i].GetInt32() == 1,
                Seq = seq,
                CreatedAt = DateTimeOffset.UnixEpoch.AddTicks(time * TimeSpan.TicksPerMicrosecond),
            });
        }

        return messages;
    }

    // Parsed and written anew, without the spaces that PostgreSQL puts into it; the same JSON all the same. A JSON null of the column is
    // told from no JSON by standing in an array.
    private static void WriteJson(Utf8JsonWriter json, string? text)
    {
        if (text is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartArray();
        using var parsed = JsonDocument.Parse(text);
        parsed.WriteTo(json);
        json.WriteEndArray();
    }

    private static string? ReadJson(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value[0].GetRawText();

    private static void WriteNumber(Utf8JsonWriter json, int? number)
    {
        if (number is { } value) json.WriteNumberValue(value);
        else json.WriteNullValue();
    }

    private static long Microseconds(StoredMessage message) => (message.CreatedAt - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static T Replace<T>(ref T place, T value)
    {
        var before = place;
        place = value;
        return before;
    }
}
