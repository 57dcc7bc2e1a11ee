using System.Text.Json;
using ConversationMemory.Data.Messages;

namespace ConversationMemory.Services.Messages.Packing;

/// <summary>Reads the columns of segments of version 1, which knew them by their order. Nothing writes them any more; they are read for ever.</summary>
internal static class SegmentVersion1
{
    public static SegmentContent Read(JsonElement root, string[] texts)
    {
        JsonElement[] columns = [.. root.EnumerateArray()];
        var messages = new List<MessageRecord>();
        var seq = 0;
        var time = 0L;
        for (var i = 0; i < columns[0].GetArrayLength(); i++)
        {
            seq += columns[9][i].GetInt32();
            time += columns[10][i].GetInt64();
            messages.Add(new MessageRecord
            {
                Content = texts[i],
                ToolCallsJson = SegmentValue.ReadJson(columns[0][i]),
                Context = SegmentValue.ReadJson(columns[1][i]),
                Role = Enum.Parse<MessageRole>(columns[2][i].GetString()!, ignoreCase: true),
                Status = Enum.Parse<MessageStatus>(columns[3][i].GetString()!, ignoreCase: true),
                Model = columns[4][i].GetString(),
                Error = columns[5][i].GetString(),
                Tokens = columns[6][i].GetInt32(),
                ReplyTo = columns[7][i].ValueKind == JsonValueKind.Null ? null : seq - columns[7][i].GetInt32(),
                Pinned = columns[8][i].GetInt32() == 1,
                Seq = seq,
                CreatedAt = SegmentValue.Time(time),
            });
        }

        var contexts = new PackedContext(messages);
        // An object, where a summary is an array: only conversations of several people have it.
        var authors = columns.Length > 11 && columns[11].ValueKind == JsonValueKind.Object ? AuthorsOf(columns[11]) : null;
        messages = messages.ConvertAll(message => Named(message with { Context = contexts.Restore(message.Context), AuthorId = authors?.GetValueOrDefault(message.Seq) }));
        return new SegmentContent(
            messages, [.. columns.Skip(authors is null ? 11 : 12).Select((summary, i) => SegmentSummary.Read(summary, texts[messages.Count + i]))]);
    }

    // Each author with the seqs of what they wrote.
    private static Dictionary<int, Guid?> AuthorsOf(JsonElement authors) => authors.EnumerateObject()
        .SelectMany(author => author.Value.EnumerateArray().Select(seq => (Seq: seq.GetInt32(), Author: author.Name)))
        .ToDictionary(written => written.Seq, written => (Guid?)Guid.ParseExact(written.Author, "N"));

    // The name of somebody elsewhere had no column yet, and lay where a person's message has nothing.
    private static MessageRecord Named(MessageRecord message)
    {
        if (message is not { Role: MessageRole.User, AuthorId: null, Context: { } context }) return message;
        using var json = JsonDocument.Parse(context, SegmentColumns.Reading);
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("author", out var author)
            && author.ValueKind == JsonValueKind.String && author.GetString() is { Length: > 0 and <= MessageRecord.MaxAuthorName } name
            ? message with { AuthorName = name, Context = null }
            : message;
    }
}
