using System.Globalization;
using ConversationMemory.Services.Conversations;
using ConversationMemory.Web.Pages.TagHelpers;

namespace ConversationMemory.Web.Pages.Conversations;

/// <summary>The list of conversations as the sidebar shows it, by the reader's days. Reads within the caller's transaction.</summary>
public sealed class SidebarReader(ConversationList list, IHttpContextAccessor http, TimeProvider clock)
{
    /// <summary>More are not counted.</summary>
    public const int MostExpiring = 100;

    private const int PageSize = 30;
    private const int MostShared = 8;

    /// <summary>The newest ones.</summary>
    public Task<ConversationsView> FirstAsync(Guid? current, CancellationToken ct) => ReadAsync(null, null, current, ct);

    /// <param name="query">A part of the title; null or blank: all.</param>
    /// <param name="before">The cursor of the page before.</param>
    /// <param name="current">The conversation that is open, to be marked.</param>
    /// <param name="ct">Ends the reading.</param>
    public async Task<ConversationsView> ReadAsync(string? query, string? before, Guid? current, CancellationToken ct)
    {
        var cursor = ConversationCursor.TryParse(before, out var parsed) ? parsed : null;
        var page = await list.PageAsync(new ConversationFilter(query), cursor, PageSize, ct);
        var zone = ReaderTimeZone.Of(http.HttpContext!);
        var days = page.Conversations
            .GroupBy(c => TimeZoneInfo.ConvertTime(c.ActiveAt, zone).Date)
            .Select(day => new ConversationDay(
                cursor is not null && TimeZoneInfo.ConvertTime(cursor.ActiveAt, zone).Date == day.Key ? null : Heading(day.Key, zone),
                [.. day.Select(c => ConversationRow.Of(c, current))]))
            .ToList();
        var expiring = cursor is null && string.IsNullOrWhiteSpace(query) ? await list.CountExpiringAsync(MostExpiring, ct) : 0;
        var shared = cursor is null ? await list.PageAsync(new ConversationFilter(query, State: ConversationState.Shared), null, MostShared, ct) : null;
        return new ConversationsView(days, query, page.Next is null ? null : Older(query, page.Next), expiring)
        {
            Shared = [.. (shared?.Conversations ?? []).Select(c => ConversationRow.Of(c, current))],
            HasMoreShared = shared?.Next is not null,
        };
    }

    private string Heading(DateTime day, TimeZoneInfo zone)
    {
        var today = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone).Date;
        return (today - day).Days switch
        {
            <= 0 => "Today",
            1 => "Yesterday",
            < 7 => day.ToString("dddd", CultureInfo.InvariantCulture),
            _ when day.Year == today.Year => day.ToString("d MMMM", CultureInfo.InvariantCulture),
            _ => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture),
        };
    }

    private static string Older(string? query, ConversationCursor next) => "/conversations" + QueryString.Create(
        string.IsNullOrWhiteSpace(query)
            ? [KeyValuePair.Create("before", (string?)next.ToString())]
            : [KeyValuePair.Create("q", (string?)query), KeyValuePair.Create("before", (string?)next.ToString())]);
}
