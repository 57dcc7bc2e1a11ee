using ConversationMemory.Data;
using ConversationMemory.Web.Accounts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Conversations;

/// <summary>One's conversations: the sidebar's list to htmx, the page to manage them otherwise.</summary>
public sealed class IndexModel(AppDbContext db, SidebarReader sidebar, ManageReader manage) : PageModel
{
    public ManageView Manage { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync([FromQuery] ManageQuery query, CancellationToken ct)
    {
        if (!ModelState.IsValid) return NotFound();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        Response.Headers.Vary = "HX-Request";
        Response.Headers.CacheControl = "private, no-store";
        if (Request.IsHtmx()) return Partial("_Conversations", await sidebar.ReadAsync(query.Q, query.Before, Request.OpenConversation(), ct));
        Manage = await manage.ReadAsync(query, ct);
        return Page();
    }
}
