using ConversationMemory.Data;
using ConversationMemory.Services.Conversations;
using ConversationMemory.Services.Messages;
using ConversationMemory.Web.Accounts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Conversations;

/// <summary>Asks before it deletes, with script and without.</summary>
public sealed class DeleteModel(AppDbContext db, ConversationList list, ConversationLifecycle lifecycle) : PageModel
{
    public ConversationRow Conversation { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await list.FindAsync(id, ct) is not { } found) return NotFound();
        Conversation = new ConversationRow(id, found.Title);
        return Request.IsHtmx() ? Partial("_Delete", Conversation) : Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        try
        {
            await lifecycle.ChangeAsync(id, ConversationChange.Delete, ct);
        }
        catch (ProblemException problem) when (problem.Problem == ProblemKind.NoConversation)
        {
            return NotFound();
        }
        catch (ProblemException problem)
        {
            TempData[ChangeModel.Problem] = problem.Message;
            if (!Request.IsHtmx()) return Redirect($"/chat/{id}");
            Response.Headers["HX-Redirect"] = $"/chat/{id}";
            return new NoContentResult();
        }

        if (!Request.IsHtmx()) return Redirect("/chat");
        if (Request.OpenConversation() == id) Response.Headers["HX-Redirect"] = "/chat";
        else Response.Headers["HX-Trigger"] = "conversations-changed";
        return Content("", "text/html");
    }
}
