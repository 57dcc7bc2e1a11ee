using System.Globalization;
using ConversationMemory.Data.Search;
using ConversationMemory.Services.Search;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Search;

/// <summary>Searching one's conversations: the page, its results while one types, more of them, and searches to keep.</summary>
[Costs(Work.Search)]
public sealed class IndexModel(SearchReader reader, SavedSearches saved) : PageModel
{
    public SearchView Search { get; private set; } = null!;

    public IReadOnlyList<AgentName> Agents { get; private set; } = [];

    public IReadOnlyList<SavedSearch> Saved { get; private set; } = [];

    /// <summary>Why a search was not kept.</summary>
    public string? Problem { get; private set; }

    public async Task<IActionResult> OnGetAsync([FromQuery] SearchInput input, string? cursor, bool quick, CancellationToken ct)
    {
        // A filter that cannot be read, in an address that somebody wrote.
        if (!ModelState.IsValid) return NotFound();
        Response.Headers.Vary = "HX-Request";
        Response.Headers.CacheControl = "private, no-store";
        if (Request.IsHtmx() && cursor is null && !string.IsNullOrWhiteSpace(input.Q)) input = input with { Typing = true };
        Search = await reader.FindAsync(input, cursor, quick && Request.IsHtmx(), ct);
        // What comes for a part of the page is shown in it, whatever it says.
        if (Search.Problem is not null && Request.IsHtmx() && cursor is not null) return StatusCode(StatusCodes.Status503ServiceUnavailable);
        if (Request.IsHtmx()) return Partial(cursor is not null ? "_Hits" : quick ? "_Quick" : "_Found", Search);
        await ReadRestAsync(ct);
        if (Search.Problem is null) return Page();
        Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        Response.Headers.RetryAfter = SearchBusyException.RetryAfter.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        return Page();
    }

    public async Task<IActionResult> OnPostSaveAsync([FromForm] SearchInput input, string? name, CancellationToken ct)
    {
        if (!ModelState.IsValid) return NotFound();
        name = name?.Trim();
        if (string.IsNullOrEmpty(name) || name.Length > SavedSearch.MaxNameLength) Problem = $"Give the search a name of 1 to {SavedSearch.MaxNameLength} characters.";
        else if (input.Query.Length > 2000) Problem = "This search is too long to be saved. Shorten it.";
        else if (!await saved.SaveAsync(name, input.Query, ct)) Problem = $"There are {SavedSearches.Most} saved searches already. Remove one first.";
        else return Redirect(input.Address);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        Search = await reader.FindAsync(input, null, isQuick: false, ct);
        await ReadRestAsync(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostRemoveAsync(Guid id, CancellationToken ct) =>
        await saved.RemoveAsync(id, ct) ? Redirect("/search") : NotFound();

    private async Task ReadRestAsync(CancellationToken ct) =>
        (Agents, Saved) = (await reader.AgentsAsync(ct), await saved.ListAsync(ct));
}
