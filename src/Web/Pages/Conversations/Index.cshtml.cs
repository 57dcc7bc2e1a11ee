using ConversationMemory.Data;
using ConversationMemory.Web.Accounts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Conversations;

/// <summary>The list of conversations: the sidebar's next page or search result to htmx, a page of its own otherwise.</summary>
public sealed class IndexModel(AppDbContext db, SidebarReader sidebar) : PageModel
{
    public ConversationsView List { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string? q, string? before, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        List = await sidebar.ReadAsync(q, before, Request.OpenConversation(), ct);
        Response.Headers.Vary = "HX-Request";
        Response.Headers.CacheControl = "private, no-store";
        return Request.IsHtmx() ? Partial("_Conversations", List) : Page();
    }
}
