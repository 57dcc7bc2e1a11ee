using System.Text.Json;
using ConversationMemory.Data.Summaries;

namespace ConversationMemory.Services.Messages.Packing;

/// <summary>A summary in a segment, the same in all versions.</summary>
internal static class SegmentSummary
{
    public static void Write(Utf8JsonWriter json, Summary summary)
    {
        json.WriteStartArray();
        json.WriteNumberValue(summary.Version);
        json.WriteNumberValue(summary.FromSeq);
        json.WriteNumberValue(summary.ThroughSeq);
        json.WriteNumberValue(summary.Tokens);
        json.WriteNumberValue((int)summary.Source);
        json.WriteStringValue(summary.Model);
        json.WriteNumberValue(SegmentValue.Microseconds(summary.CreatedAt));
        json.WriteEndArray();
    }

    public static Summary Read(JsonElement summary, string text) => new()
    {
        Content = text,
        Version = summary[0].GetInt32(),
        FromSeq = summary[1].GetInt32(),
        ThroughSeq = summary[2].GetInt32(),
        Tokens = summary[3].GetInt32(),
        Source = (SummarySource)summary[4].GetInt32(),
        Model = summary[5].GetString(),
        CreatedAt = SegmentValue.Time(summary[6].GetInt64()),
    };
}
