using System.Text.Json;
using ConversationMemory.Data.Messages;

namespace ConversationMemory.Services.Messages.Packing;

/// <summary>
/// Everything of a segment but the texts, as JSON: an object with the columns of its messages by their names, then its summaries. A column is an array
/// with a value for each message, or one value that all of them have; one that is null in all of them is left out. So a new column needs nothing here.
/// </summary>
internal static class SegmentColumns
{
    // As deep as the database takes.
    public static JsonDocumentOptions Reading { get; } = new() { MaxDepth = 10_000 };

    // The texts lie before the columns.
    private static readonly IReadOnlyList<MessageColumn> Columns =
        [.. MessageColumns.All.Where(column => column.Property.Name != nameof(MessageRecord.Content)).OrderByDescending(column => column.IsJson)];

    public static void Write(Utf8JsonWriter json, SegmentContent content)
    {
        json.WriteStartArray();
        json.WriteStartObject();
        foreach (var column in Columns) Write(json, column, [.. Packed(column, content.Messages)]);
        json.WriteEndObject();
        foreach (var summary in content.Summaries) SegmentSummary.Write(json, summary);
        json.WriteEndArray();
    }

    /// <param name="root">As it was written.</param>
    /// <param name="texts">Of the messages, then of the summaries.</param>
    /// <exception cref="InvalidDataException">A later version knows a column that this one would lose.</exception>
    public static SegmentContent Read(JsonElement root, string[] texts)
    {
        var columns = root[0];
        var seq = 0;
        List<MessageRecord> messages = [.. columns.GetProperty("seq").EnumerateArray().Select((step, i) => new MessageRecord { Seq = seq += step.GetInt32(), Content = texts[i] })];
        foreach (var packed in columns.EnumerateObject().Where(packed => packed.Name != "seq"))
        {
            var column = MessageColumns.Find(packed.Name) ?? throw new InvalidDataException($"This version does not know the column {packed.Name} of these messages.");
            Read(column, packed.Value, messages);
        }

        var contexts = new PackedContext(messages);
        messages = messages.ConvertAll(message => message with { Context = contexts.Restore(message.Context) });
        return new SegmentContent(messages, [.. root.EnumerateArray().Skip(1).Select((summary, i) => SegmentSummary.Read(summary, texts[messages.Count + i]))]);
    }

    private static void Write(Utf8JsonWriter json, MessageColumn column, object?[] values)
    {
        // How many there are is told by their seqs.
        var isWhole = column.Name == "seq";
        if (!isWhole && Array.TrueForAll(values, value => value is null)) return;
        json.WritePropertyName(column.Name);
        if (!isWhole && !column.IsJson && Array.TrueForAll(values, value => Equals(value, values[0])))
        {
            SegmentValue.Write(json, column, values[0]);
            return;
        }

        json.WriteStartArray();
        foreach (var value in values) SegmentValue.Write(json, column, value);
        json.WriteEndArray();
    }

    private static void Read(MessageColumn column, JsonElement packed, List<MessageRecord> messages)
    {
        if (packed.ValueKind == JsonValueKind.Array && packed.GetArrayLength() != messages.Count) throw new InvalidDataException($"The column {column.Name} is cut.");
        var unpack = Unpacking(column);
        var each = packed.ValueKind == JsonValueKind.Array ? packed.EnumerateArray() : Enumerable.Repeat(packed, messages.Count);
        foreach (var (message, value) in messages.Zip(each)) column.Set(message, unpack(message, value));
    }

    // Numbers that follow from those beside them are kept as the difference, which is short.
    private static IEnumerable<object?> Packed(MessageColumn column, IReadOnlyList<MessageRecord> messages)
    {
        var contexts = new PackedContext(messages);
        return column.Property.Name switch
        {
            nameof(MessageRecord.Seq) => Steps(messages.Select(message => (long)message.Seq)),
            nameof(MessageRecord.CreatedAt) => Steps(messages.Select(message => SegmentValue.Microseconds(message.CreatedAt))),
            nameof(MessageRecord.ReplyTo) => messages.Select(message => (object?)(message.Seq - message.ReplyTo)),
            nameof(MessageRecord.Context) => messages.Select(message => contexts.Shorten(message.Context)),
            _ => messages.Select(column.Get),
        };
    }

    private static Func<MessageRecord, JsonElement, object?> Unpacking(MessageColumn column)
    {
        var time = 0L;
        return column.Property.Name switch
        {
            nameof(MessageRecord.CreatedAt) => (_, value) => SegmentValue.Time(time += value.GetInt64()),
            nameof(MessageRecord.ReplyTo) => (message, value) => value.ValueKind == JsonValueKind.Null ? null : message.Seq - value.GetInt32(),
            _ => (_, value) => SegmentValue.Read(value, column),
        };
    }

    private static IEnumerable<object?> Steps(IEnumerable<long> numbers)
    {
        var before = 0L;
        foreach (var number in numbers)
        {
            yield return number - before;
            before = number;
        }
    }
}
