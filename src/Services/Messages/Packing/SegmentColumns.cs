using System.Text.Json;
using ConversationMemory.Data.Storage;
using ConversationMemory.Data.Summaries;

namespace ConversationMemory.Services.Messages.Packing;

/// <summary>Everything of a segment but the texts, as JSON: the columns of its messages, then its summaries.</summary>
internal static class SegmentColumns
{
    // As deep as the database takes.
    public static JsonDocumentOptions Reading { get; } = new() { MaxDepth = 10_000 };

    // In the order in which Read takes them.
    public static void Write(Utf8JsonWriter json, SegmentContent content)
    {
        var contexts = new PackedContext(content.Messages);
        json.WriteStartArray();
        Column(message => WriteJson(json, message.ToolCalls));
        Column(message => WriteJson(json, contexts.Shorten(message.Context)));
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
        Column(message => json.WriteNumberValue(Microseconds(message.CreatedAt) - Replace(ref time, Microseconds(message.CreatedAt))));
        if (content.Messages.Any(message => message.AuthorId is not null)) WriteAuthors(json, content.Messages);
        foreach (var summary in content.Summaries) WriteSummary(json, summary);
        json.WriteEndArray();

        void Column(Action<StoredMessage> write)
        {
            json.WriteStartArray();
            foreach (var message in content.Messages) write(message);
            json.WriteEndArray();
        }
    }

    /// <param name="texts">Of the messages, then of the summaries.</param>
    public static SegmentContent Read(JsonElement[] columns, string[] texts)
    {
        var messages = new List<StoredMessage>();
        var seq = 0;
        var time = 0L;
        for (var i = 0; i < columns[0].GetArrayLength(); i++)
        {
            seq += columns[9][i].GetInt32();
            time += columns[10][i].GetInt64();
            messages.Add(new StoredMessage
            {
                Content = texts[i],
                ToolCalls = ReadJson(columns[0][i]),
                Context = ReadJson(columns[1][i]),
                Role = columns[2][i].GetString()!,
                Status = columns[3][i].GetString()!,
                Model = columns[4][i].GetString(),
                Error = columns[5][i].GetString(),
                Tokens = columns[6][i].GetInt32(),
                ReplyTo = columns[7][i].ValueKind == JsonValueKind.Null ? null : seq - columns[7][i].GetInt32(),
                Pinned = columns[8][i].GetInt32() == 1,
                Seq = seq,
                CreatedAt = Time(time),
            });
        }

        var contexts = new PackedContext(messages);
        messages = messages.ConvertAll(message => message with { Context = contexts.Restore(message.Context) });
        // An object, where a summary is an array: only conversations of several people have it.
        var authors = columns.Length > 11 && columns[11].ValueKind == JsonValueKind.Object ? columns[11] : (JsonElement?)null;
        if (authors is { } named) messages = messages.ConvertAll(message => message with { AuthorId = Author(named, message.Seq) });
        return new SegmentContent(messages, [.. columns.Skip(authors is null ? 11 : 12).Select((summary, i) => ReadSummary(summary, texts[messages.Count + i]))]);
    }

    // Each author with the seqs of what they wrote.
    private static void WriteAuthors(Utf8JsonWriter json, IReadOnlyList<StoredMessage> messages)
    {
        json.WriteStartObject();
        foreach (var author in messages.Where(message => message.AuthorId is not null).GroupBy(message => message.AuthorId!.Value))
        {
            json.WriteStartArray(author.Key.ToString("N"));
            foreach (var message in author) json.WriteNumberValue(message.Seq);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static Guid? Author(JsonElement authors, int seq)
    {
        foreach (var author in authors.EnumerateObject())
        {
            if (author.Value.EnumerateArray().Any(written => written.GetInt32() == seq)) return Guid.ParseExact(author.Name, "N");
        }

        return null;
    }

    private static void WriteSummary(Utf8JsonWriter json, Summary summary)
    {
        json.WriteStartArray();
        json.WriteNumberValue(summary.Version);
        json.WriteNumberValue(summary.FromSeq);
        json.WriteNumberValue(summary.ThroughSeq);
        json.WriteNumberValue(summary.Tokens);
        json.WriteNumberValue((int)summary.Source);
        json.WriteStringValue(summary.Model);
        json.WriteNumberValue(Microseconds(summary.CreatedAt));
        json.WriteEndArray();
    }

    private static Summary ReadSummary(JsonElement summary, string text) => new()
    {
        Content = text,
        Version = summary[0].GetInt32(),
        FromSeq = summary[1].GetInt32(),
        ThroughSeq = summary[2].GetInt32(),
        Tokens = summary[3].GetInt32(),
        Source = (SummarySource)summary[4].GetInt32(),
        Model = summary[5].GetString(),
        CreatedAt = Time(summary[6].GetInt64()),
    };

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
        using var parsed = JsonDocument.Parse(text, Reading);
        parsed.WriteTo(json);
        json.WriteEndArray();
    }

    private static string? ReadJson(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value[0].GetRawText();

    private static void WriteNumber(Utf8JsonWriter json, int? number)
    {
        if (number is { } value) json.WriteNumberValue(value);
        else json.WriteNullValue();
    }

    private static long Microseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static DateTimeOffset Time(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    private static T Replace<T>(ref T place, T value)
    {
        var before = place;
        place = value;
        return before;
    }
}
