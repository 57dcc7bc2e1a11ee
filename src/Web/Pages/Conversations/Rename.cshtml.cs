using ConversationMemory.Data;
using ConversationMemory.Services.Conversations;
using ConversationMemory.Services.Messages;
using ConversationMemory.Web.Accounts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Conversations;

public sealed class RenameModel(AppDbContext db, ConversationList list, ConversationEditor editor) : PageModel
{
    public RenameView Form { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        return await list.FindAsync(id, ct) is { } found ? Show(new RenameView(id, found.Title)) : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, string? title, CancellationToken ct)
    {
        try
        {
            await editor.RenameAsync(id, title, ct);
        }
        catch (ProblemException problem) when (problem.Problem == ProblemKind.NoConversation)
        {
            return NotFound();
        }
        catch (ProblemException problem)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            Response.Headers["HX-Reswap"] = "innerHTML";
            return Show(new RenameView(id, title ?? "", problem.Message));
        }

        if (!Request.IsHtmx()) return Redirect($"/chat/{id}");
        Response.Headers["HX-Trigger"] = "conversations-changed";
        return Partial("_Conversation", new ConversationRow(id, title!.Trim(), Request.OpenConversation() == id));
    }

    private IActionResult Show(RenameView form)
    {
        Form = form;
        return Request.IsHtmx() ? Partial("_Rename", form) : Page();
    }
}
