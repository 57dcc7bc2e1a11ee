using ConversationMemory.Data;
using ConversationMemory.Services.Conversations;
using ConversationMemory.Web.Accounts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Conversations;

/// <summary>One row of the list, as it is when nobody renames or deletes it.</summary>
public sealed class RowModel(AppDbContext db, ConversationList list) : PageModel
{
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (!Request.IsHtmx()) return Redirect($"/chat/{id}");
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        return await list.FindAsync(id, ct) is { } found
            ? Partial("_Conversation", ConversationRow.Of(found, Request.OpenConversation()))
            : NotFound();
    }
}
