using System.Globalization;
using ConversationMemory.Data.Agents;

namespace ConversationMemory.Services.Agents;

/// <summary>What differs between two versions of an agent.</summary>
public static class AgentChanges
{
    private const string Prompt = "system_prompt";

    public static IReadOnlyList<AgentChange> Between(AgentSettings before, AgentSettings after) =>
        [.. Fields(before).Zip(Fields(after), (b, a) => new AgentChange(b.Name, b.Value, a.Value)).Where(change => change.From != change.To)];

    /// <summary>For the audit log, by name. Of the prompt it only says how long it is: the text itself is in the agent's versions.</summary>
    internal static Dictionary<string, object> ForAudit(IEnumerable<AgentChange> changes) => changes.ToDictionary(
        change => change.Name,
        change => change.Name == Prompt ? (object)new { from = Length(change.From), to = Length(change.To) } : new { from = change.From, to = change.To });

    private static IEnumerable<(string Name, string? Value)> Fields(AgentSettings settings) =>
    [
        ("name", settings.Name),
        ("description", Text(settings.Description)),
        (Prompt, Text(settings.SystemPrompt)),
        ("model", settings.Model),
        ("temperature", settings.Temperature?.ToString(CultureInfo.InvariantCulture)),
        ("max_answer_tokens", settings.MaxAnswerTokens.ToString(CultureInfo.InvariantCulture)),
        ("context_budget", settings.ContextBudget?.ToString(CultureInfo.InvariantCulture)),
        // In any order they are the same tools.
        ("tools", Text(string.Join(", ", settings.Tools.Order(StringComparer.Ordinal)))),
    ];

    private static string? Text(string value) => value.Length == 0 ? null : value;

    private static string? Length(string? text) =>
        text is null ? null : string.Create(CultureInfo.InvariantCulture, $"{text.Length:N0} {(text.Length == 1 ? "character" : "characters")}");
}
