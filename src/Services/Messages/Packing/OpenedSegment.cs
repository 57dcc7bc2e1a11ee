using System.Text.Json;

namespace ConversationMemory.Services.Messages.Packing;

/// <summary>A segment whose texts are unpacked, and whose columns are not read yet.</summary>
/// <param name="Texts">Those of the messages, then those of the summaries.</param>
/// <param name="Columns">Everything else, as JSON.</param>
public sealed record OpenedSegment(string[] Texts, ReadOnlyMemory<byte> Columns)
{
    /// <exception cref="InvalidDataException">These are not packed messages.</exception>
    public SegmentContent Read()
    {
        try
        {
            using var columns = JsonDocument.Parse(Columns, SegmentColumns.Reading);
            return SegmentColumns.Read([.. columns.RootElement.EnumerateArray()], Texts);
        }
        catch (Exception damage) when (damage is JsonException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new InvalidDataException("These are not packed messages.", damage);
        }
    }
}
