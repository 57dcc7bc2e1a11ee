using System.Globalization;
using ConversationMemory.Services.Agents;

namespace ConversationMemory.Web.Pages.Admin.Agents;

/// <summary>How changes of an agent are told.</summary>
public static class ChangeText
{
    private const int Short = 80;

    public static string Name(string name) => name switch
    {
        "max_answer_tokens" => "Longest answer",
        _ => char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' '),
    };

    /// <summary>Whether both values fit on a line.</summary>
    public static bool IsShort(AgentChange change) => Fits(change.From) && Fits(change.To);

    public static string Lengths(AgentChange change) =>
        string.Create(CultureInfo.InvariantCulture, $"{change.From?.Length ?? 0:N0} → {change.To?.Length ?? 0:N0} characters");

    private static bool Fits(string? text) => text is null || (text.Length <= Short && !text.Contains('\n', StringComparison.Ordinal));
}
