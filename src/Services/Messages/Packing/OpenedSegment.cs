using System.Text.Json;

namespace ConversationMemory.Services.Messages.Packing;

/// <summary>A segment whose texts are unpacked, and whose columns are not read yet.</summary>
/// <param name="Version">How it was packed.</param>
/// <param name="Texts">Those of the messages, then those of the summaries.</param>
/// <param name="Columns">Everything else, as JSON.</param>
public sealed record OpenedSegment(byte Version, string[] Texts, ReadOnlyMemory<byte> Columns)
{
    /// <exception cref="InvalidDataException">These are not packed messages.</exception>
    public SegmentContent Read()
    {
        try
        {
            using var columns = JsonDocument.Parse(Columns, SegmentColumns.Reading);
            return Version == 1 ? SegmentVersion1.Read(columns.RootElement, Texts) : SegmentColumns.Read(columns.RootElement, Texts);
        }
        catch (Exception damage) when (damage is JsonException or InvalidOperationException or FormatException or IndexOutOfRangeException or KeyNotFoundException or ArgumentException)
        {
            throw new InvalidDataException("These are not packed messages.", damage);
        }
    }
}
