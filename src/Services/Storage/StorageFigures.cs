using System.Text.Json;
using ConversationMemory.Data.Storage.Queries;

namespace ConversationMemory.Services.Storage;

/// <summary>What was measured at one moment; kept as JSON, so that no page has to measure. Sizes are in bytes.</summary>
public sealed record StorageFigures
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public required DateTimeOffset MeasuredAt { get; init; }

    /// <summary>All files of the database.</summary>
    public required long DatabaseBytes { get; init; }

    /// <summary>See <see cref="StorageKinds"/>.</summary>
    public required IReadOnlyDictionary<string, long> Kinds { get; init; }

    public required IReadOnlyList<TableSize> Tables { get; init; }
    public required IReadOnlyList<IndexSize> Indexes { get; init; }
    public required StorageTotals Totals { get; init; }
    public required StorageCounts Counts { get; init; }

    /// <summary>Who holds most, the largest first.</summary>
    public required IReadOnlyList<StorageConsumer> People { get; init; }

    /// <inheritdoc cref="People"/>
    public required IReadOnlyList<StorageConsumer> Agents { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <returns>Null: there are none, or only those of another version.</returns>
    public static StorageFigures? FromJson(string? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize<StorageFigures>(json, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Sums of the ledger: archive and trash too. Bytes are those of the rows, indexes and free room aside.</summary>
public sealed record StorageTotals(long Conversations, long Messages, long Bytes, long People);

/// <summary>What takes a look at each row. It may be older than the rest where that takes long.</summary>
/// <param name="CountedAt">When it was counted.</param>
/// <param name="Seconds">How long that took.</param>
/// <param name="Conversations">Counts of conversations.</param>
/// <param name="ToolMessages">Messages with tool calls that are not packed.</param>
/// <param name="ToolMessagesAreEstimated">From a sample.</param>
public sealed record StorageCounts(
    DateTimeOffset CountedAt, double Seconds, ConversationCounts Conversations, long ToolMessages, bool ToolMessagesAreEstimated);

/// <summary>What a person or an agent holds.</summary>
public sealed record StorageConsumer(Guid Id, long Conversations, long Messages, long Bytes);
