using System.Globalization;

namespace ConversationMemory.Services.Context;

/// <summary>What a reply was made from, for its reader. The tokens of the lines sent add up to <paramref name="Total"/>.</summary>
/// <param name="Tools">What the descriptions of the tools took.</param>
public sealed record ContextDetails(int Budget, int Total, bool IsExact, int Tools, IReadOnlyList<ContextLine> Lines)
{
    /// <summary>The agent's version that replied; null where that was not recorded.</summary>
    public ContextAgent? Agent { get; init; }

    public int Sent => Lines.Count(line => line is { Seq: not null, LeftOut: false });

    /// <summary>All of it in a line.</summary>
    public string Title => string.Create(CultureInfo.InvariantCulture,
        $"Made from {Sent} {(Sent == 1 ? "message" : "messages")}, {(IsExact ? "" : "about ")}{Total:N0} of {Budget:N0} tokens");

    /// <returns>Null when there is no record, or none that can be read, such as one of a later version.</returns>
    public static ContextDetails? From(string? json) =>
        ContextRecord.Find(json) is { } record
            ? new ContextDetails(record.Budget, record.Total, record.Exact, record.Tools, [.. LinesOf(record)]) { Agent = record.Agent }
            : null;

    private static IEnumerable<ContextLine> LinesOf(ContextRecord record)
    {
        if (record.System is { } system) yield return new ContextLine("Instructions to the agent", null, system.Tokens, Cut(system.Cut));
        if (record.Tools > 0) yield return new ContextLine("Descriptions of the tools", null, record.Tools);
        if (record.Summary is { } summary)
            yield return new ContextLine($"Summary of messages up to {summary.ThroughSeq}", null, summary.Tokens, Cut(summary.Cut));
        foreach (var left in record.LeftOut)
            yield return new ContextLine($"Message {left.Seq}", left.Seq, left.Tokens, Reason(left.Reason), LeftOut: true);
        foreach (var sent in record.Sent) yield return new ContextLine($"Message {sent.Seq}", sent.Seq, sent.Tokens, Cut(sent.Cut));
        yield return new ContextLine("Start of the reply", null, record.Overhead);
    }

    private static string? Cut(bool cut) => cut ? "cut to fit" : null;

    private static string Reason(string reason) => reason switch
    {
        "budget" => "left out: no room",
        "summarised" => "left out: the summary stands for it",
        "empty" => "left out: nothing to send",
        "later" => "left out: written later",
        _ => "left out",
    };
}

/// <param name="What">What it is: the system prompt, the summary, a message.</param>
/// <param name="Seq">The message's number.</param>
/// <param name="Note">Why it was cut or left out, if it was.</param>
public sealed record ContextLine(string What, int? Seq, int Tokens, string? Note = null, bool LeftOut = false);
