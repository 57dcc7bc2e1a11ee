using System.Globalization;
using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Search;

namespace ConversationMemory.Web.Pages.Search;

/// <summary>What the address of the search page asks for.</summary>
/// <param name="Q">What to find.</param>
/// <param name="From">Written on this day of the reader's or later.</param>
/// <param name="Until">Written on this day of the reader's or before.</param>
/// <param name="Role">Who wrote it.</param>
/// <param name="Agent">In conversations with this agent.</param>
/// <param name="Tool">A tool that was called for it.</param>
/// <param name="In"><c>live</c> or <c>archive</c>; anything else: both.</param>
public sealed record SearchInput(
    string? Q = null, DateOnly? From = null, DateOnly? Until = null, MessageRole? Role = null, Guid? Agent = null, string? Tool = null, string? In = null)
{
    public bool Code { get; init; }
    public bool Pinned { get; init; }
    public bool Shared { get; init; }

    /// <summary>Nothing is to be corrected.</summary>
    public bool Exact { get; init; }

    /// <summary>The last word may be the beginning of one: what was found while somebody typed is found again at this address.</summary>
    public bool Typing { get; init; }

    public bool HasFilters => this with { Q = null, Exact = false, Typing = false } != new SearchInput();

    public string Address => "/search" + Query;

    /// <summary>The same as a query string.</summary>
    public string Query => QueryString.Create(Fields.Where(f => !string.IsNullOrWhiteSpace(f.Value)).Select(f => KeyValuePair.Create(f.Name, f.Value))).ToString();

    public IEnumerable<(string Name, string? Value)> Fields =>
    [
        ("q", Q), ("from", Day(From)), ("until", Day(Until)), ("role", Role?.ToString().ToLowerInvariant()), ("agent", Agent?.ToString()), ("tool", Tool), ("in", In),
        ("code", Yes(Code)), ("pinned", Yes(Pinned)), ("shared", Yes(Shared)), ("exact", Yes(Exact)), ("typing", Yes(Typing)),
    ];

    public string After(SearchCursor cursor) => QueryString.Create("cursor", cursor.ToString()) is var after && Query.Length > 0
        ? $"{Address}&{after.ToString()[1..]}"
        : Address + after;

    /// <param name="start">When a day of the reader's begins.</param>
    public SearchQuery ToQuery(Func<DateOnly, DateTimeOffset> start) => new(Q ?? "")
    {
        From = From is { } from ? start(from) : null,
        Until = Until is { } until && until < DateOnly.MaxValue ? start(until.AddDays(1)) : null,
        Role = Role,
        AgentId = Agent,
        Tool = string.IsNullOrWhiteSpace(Tool) ? null : Tool.Trim().ToLowerInvariant(),
        HasCode = Code,
        Pinned = Pinned ? true : null,
        Shared = Shared ? true : null,
        Archived = In switch { "archive" => true, "live" => false, _ => null },
        IsExact = Exact,
        IsTyping = Typing,
    };

    private static string? Yes(bool value) => value ? "true" : null;

    private static string? Day(DateOnly? day) => day?.ToString("O", CultureInfo.InvariantCulture);
}
