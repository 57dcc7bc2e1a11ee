using ConversationMemory.Services.Messages.Access;
using ConversationMemory.Services.Sharing;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Pages.Conversations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Sharing;

/// <summary>Leaves a conversation that somebody else shares.</summary>
[ForMembers(ConversationRole.Reader, ConversationRole.Reader)]
public sealed class LeaveModel(ConversationPeople people) : PageModel
{
    public IActionResult OnGet(Guid id) => Redirect($"/conversations/{id}/members");

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        await people.LeaveAsync(id, ct);
        TempData[ChangeModel.Notice] = "You have left the conversation. What you wrote stays there.";
        return Redirect("/conversations?state=shared");
    }
}
