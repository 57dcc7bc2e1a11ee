using System.Globalization;
using ConversationMemory.Data.Chat;

namespace ConversationMemory.Services.Search.Queries;

/// <summary>What can be said as <c>name:value</c> in a query. What cannot be understood is text.</summary>
public static class SearchOperators
{
    /// <returns>The query with what the operator says; null: it is none.</returns>
    public static SearchQuery? Apply(SearchQuery query, QueryOperator said)
    {
        var value = said.Value.Trim().ToLowerInvariant();
        if (value.Length == 0) return null;
        return said.Name switch
        {
            "from" or "after" => Day(value) is { } day ? query with { From = day } : null,
            "until" => Day(value) is { } day ? query with { Until = day.AddDays(1) } : null,
            "before" => Day(value) is { } day ? query with { Until = day } : null,
            "agent" => query with { AgentName = said.Value.Trim() },
            "role" => Role(value) is { } role ? query with { Role = role } : null,
            "tool" => query with { Tool = value },
            "has" => Has(query, value),
            "is" or "in" => Is(query, value),
            _ => null,
        };
    }

    private static SearchQuery? Has(SearchQuery query, string value) => value switch
    {
        "code" => query with { HasCode = true },
        "tool" or "tools" => query with { Tool = "*" },
        _ => null,
    };

    private static SearchQuery? Is(SearchQuery query, string value) => value switch
    {
        "pinned" => query with { Pinned = true },
        "shared" => query with { Shared = true },
        "archived" or "archive" => query with { Archived = true },
        "live" => query with { Archived = false },
        _ => null,
    };

    private static MessageRole? Role(string value) => value switch
    {
        "user" or "me" or "you" => MessageRole.User,
        "assistant" or "agent" => MessageRole.Assistant,
        _ => null,
    };

    // A year, a month or a day begins then.
    private static DateTimeOffset? Day(string value) =>
        DateTimeOffset.TryParseExact(value, ["yyyy-M-d", "yyyy-M", "yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day)
            && day.Year is > 1900 and < 9999
            ? day
            : null;
}
