using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConversationMemory.Services.Context;

/// <summary>
/// What was sent and what was left out, as it is stored with the reply. Tokens include what stands around a message, so that
/// <see cref="Overhead"/>, tools, system prompt, summary and the messages sent add up to <see cref="Total"/>.
/// </summary>
public sealed record ContextRecord
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
    };

    public required int Budget { get; init; }

    public required int Total { get; init; }

    /// <summary>The tokens that begin the reply.</summary>
    public required int Overhead { get; init; }

    /// <summary>The tools' descriptions; 0 when none were sent.</summary>
    public required int Tools { get; init; }

    public ContextPart? System { get; init; }

    public ContextSummaryPart? Summary { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<ContextSent> Sent { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<ContextLeftOut> LeftOut { get; init; }

    /// <summary>The encoding that counted, or that the estimate started from.</summary>
    public required string Encoding { get; init; }

    /// <summary>False when the counts are estimates.</summary>
    public required bool Exact { get; init; }

    /// <summary>Who answered; null in records from before agents had versions.</summary>
    public ContextAgent? Agent { get; init; }

    /// <summary>A JSON string of <see cref="ContextText"/>: an object with names would be the largest part of a short conversation.</summary>
    public string ToJson() => JsonSerializer.Serialize(ContextText.Write(this), ContextText.Json);

    /// <summary>Reads what <see cref="ToJson"/> writes, and the objects that it wrote at first.</summary>
    /// <exception cref="JsonException">The text is not a context record.</exception>
    public static ContextRecord FromJson(string json)
    {
        var record = json.StartsWith('"') ? ContextText.Read(JsonSerializer.Deserialize<string>(json)!) : JsonSerializer.Deserialize<ContextRecord>(json, Json);
        return record is not null && record.Sent.All(s => s is not null) && record.LeftOut.All(l => l is not null) ? record : throw new JsonException("The context record is null, or has parts that are.");
    }

    /// <returns>Null when there is no record, or none that can be read: one of a later version, or one that an import brought and nobody here wrote.</returns>
    public static ContextRecord? Find(string? json)
    {
        try
        {
            return json is null ? null : FromJson(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <param name="Tokens">0 where there was no room for any of it.</param>
/// <param name="Cut">Part of it, or all, was cut off.</param>
public sealed record ContextPart(int Tokens, bool Cut);

/// <inheritdoc cref="ContextPart"/>
public sealed record ContextSummaryPart(int ThroughSeq, int Tokens, bool Cut);

/// <inheritdoc cref="ContextPart"/>
public sealed record ContextSent(int Seq, int Tokens, bool Cut);

/// <param name="Reason">
/// <c>budget</c>: no room; <c>summarised</c>: the summary stands for it; <c>empty</c>: nothing that can be sent; <c>later</c>: written after
/// the message that is answered.
/// </param>
public sealed record ContextLeftOut(int Seq, int Tokens, string Reason);

/// <summary>The agent as it was then. Its name stands here because an import may bring the record to where the agent is not known.</summary>
public sealed record ContextAgent(Guid Id, int Version, string Name);
