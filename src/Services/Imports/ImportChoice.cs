using System.Text.Json;

namespace ConversationMemory.Services.Imports;

/// <summary>What a person wants of an upload.</summary>
/// <param name="AgentId">Who the conversations are with from now on; null: the default agent.</param>
/// <param name="IncludeBranches">The other branches become conversations of their own.</param>
public sealed record ImportChoice(Guid? AgentId, bool IncludeBranches)
{
    internal string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    internal static ImportChoice From(string json) => JsonSerializer.Deserialize<ImportChoice>(json, JsonSerializerOptions.Web) ?? new ImportChoice(null, false);
}

/// <summary>What is kept of an import's reading and running, beside its entries.</summary>
/// <param name="Bytes">Of the upload.</param>
/// <param name="Problem">Why a run ended before its end, in words for its reader.</param>
/// <param name="Kept">Conversations that stayed when the import was undone, because they went on since or are on hold.</param>
/// <param name="LongestCalls">Characters of the most that a reply of another service has of tool calls.</param>
public sealed record ImportReport(long Bytes, string? Problem = null, int? Kept = null, int LongestCalls = 0)
{
    internal string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    public static ImportReport From(string json) => JsonSerializer.Deserialize<ImportReport>(json, JsonSerializerOptions.Web) ?? new ImportReport(0);
}
