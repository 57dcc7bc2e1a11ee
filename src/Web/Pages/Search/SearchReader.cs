using System.Data;
using ConversationMemory.Data;
using ConversationMemory.Services.Search;
using ConversationMemory.Web.Pages.TagHelpers;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Web.Pages.Search;

public sealed record AgentName(Guid Id, string Name);

/// <summary>Reads what the search page shows.</summary>
public sealed class SearchReader(AppDbContext db, ConversationSearch search, HitAuthors authors, IHttpContextAccessor http)
{
    private const int PageSize = 20;
    private const int QuickSize = 7;

    /// <param name="input">What to find.</param>
    /// <param name="cursor">Where the page before ended.</param>
    /// <param name="isQuick">A few are enough.</param>
    /// <param name="ct">Ends the reading.</param>
    public async Task<SearchView> FindAsync(SearchInput input, string? cursor, bool isQuick, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(input.Q)) return new SearchView(input, null);
        var after = SearchCursor.TryParse(cursor, out var parsed) ? parsed : null;
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var page = await search.FindAsync(input.ToQuery(Start), after, isQuick ? QuickSize : PageSize, ct);
        return new SearchView(input, await authors.NameAsync(page, ct));
    }

    public async Task<IReadOnlyList<AgentName>> AgentsAsync(CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        return await db.Agents.OrderBy(a => a.Name).Select(a => new AgentName(a.Id, a.Name)).ToListAsync(ct);
    }

    private DateTimeOffset Start(DateOnly day) => ReaderTimeZone.StartOf(day, http.HttpContext!);
}
