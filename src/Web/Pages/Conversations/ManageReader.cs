using ConversationMemory.Services.Conversations;
using ConversationMemory.Web.Pages.TagHelpers;

namespace ConversationMemory.Web.Pages.Conversations;

/// <summary>Reads the page of one's conversations. Within the caller's transaction.</summary>
public sealed class ManageReader(ConversationList list, IHttpContextAccessor http)
{
    private const int PageSize = 50;

    public async Task<ManageView> ReadAsync(ManageQuery query, CancellationToken ct)
    {
        var filter = new ConversationFilter(query.Q, null, query.State, Start(query.From), Start(query.To?.AddDays(1)));
        var after = ConversationCursor.TryParse(query.Before, out var parsed) ? parsed : null;
        var page = await list.PageAsync(filter, after, PageSize, ct);
        return new ManageView(
            query.State, query.Q, query.From, query.To, page.Conversations,
            page.Next is null ? null : (query with { Before = page.Next.ToString() }).Address,
            await list.CountExpiringAsync(SidebarReader.MostExpiring, ct));
    }

    private DateTimeOffset? Start(DateOnly? day) => day is { } date ? ReaderTimeZone.StartOf(date, http.HttpContext!) : null;
}
