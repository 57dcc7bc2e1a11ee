using System.Text.Json;
using System.Text.Json.Serialization;
using ConversationMemory.Services.Conversations;

namespace ConversationMemory.Services.Exports.Many;

/// <summary>Whose conversations an export of many holds.</summary>
public enum ExportScope
{
    /// <summary>Those that were chosen one by one.</summary>
    Chosen,

    /// <summary>All of a person's that match a filter.</summary>
    Matching,

    /// <summary>All of a person's, in the archive and the trash too.</summary>
    Mine,

    /// <summary>The same, with everything else the account owns.</summary>
    Account,

    /// <summary>Everybody's of the organisation, but for what is in the trash.</summary>
    Organisation,
}

/// <summary>What was asked for. Kept as JSON with the run.</summary>
public sealed record ExportRequest
{
    public const int MostChosen = 10_000;

    public required ExportScope Scope { get; init; }

    /// <summary>Of <see cref="ExportScope.Chosen"/>: which ones.</summary>
    public IReadOnlyList<Guid> Ids { get; init; } = [];

    /// <summary>Of <see cref="ExportScope.Matching"/>.</summary>
    public ConversationFilter? Filter { get; init; }

    /// <summary>At least one.</summary>
    public required IReadOnlyList<ExportFormat> Formats { get; init; }

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    /// <exception cref="JsonException">This is no request.</exception>
    public static ExportRequest Of(string json) => JsonSerializer.Deserialize<ExportRequest>(json, Options)!;
}
