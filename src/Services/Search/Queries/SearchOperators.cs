using System.Globalization;
using ConversationMemory.Data.Messages;

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
            "from" or "after" => Time(value) is { } time ? query with { From = time.Start } : null,
            "until" => Time(value) is { } time ? query with { Until = time.End } : null,
            "before" => Time(value) is { } time ? query with { Until = time.Start } : null,
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

    // All of a day, a month or a year.
    private static (DateTimeOffset Start, DateTimeOffset End)? Time(string value) =>
        Start(value, "yyyy-M-d") is { } day ? (day, day.AddDays(1))
        : Start(value, "yyyy-M") is { } month ? (month, month.AddMonths(1))
        : Start(value, "yyyy") is { } year ? (year, year.AddYears(1))
        : null;

    private static DateTimeOffset? Start(string value, string format) =>
        DateTimeOffset.TryParseExact(value, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start)
            && start.Year is > 1900 and < 9999
            ? start
            : null;
}
