using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConversationMemory.Data.Retention.Queries.Sweep;

/// <summary>What a cleanup means; see migrations/sql/retention/clean.sql. What is null does not matter.</summary>
/// <param name="ActiveBefore">Last active then or before. Fixed when the admin looks, so that what was shown is what goes.</param>
/// <param name="LargerThan">Bytes.</param>
/// <param name="Empty">True: without messages only.</param>
/// <param name="Chosen">These only.</param>
public sealed record CleanupFilter(
    DateTimeOffset ActiveBefore, Guid? AgentId = null, Guid? OwnerId = null, long? LargerThan = null, bool? Empty = null, IReadOnlyList<Guid>? Chosen = null)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    public static CleanupFilter Of(string json) => JsonSerializer.Deserialize<CleanupFilter>(json, Options)!;
}
