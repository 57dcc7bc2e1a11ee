using ConversationMemory.Data.Sharing;
using ConversationMemory.Services.Sharing;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Sharing;

/// <summary>Gives a member another role, or removes them.</summary>
public sealed class MemberModel(ConversationPeople people) : PageModel
{
    public IActionResult OnGet(Guid id) => Redirect($"/conversations/{id}/members");

    public async Task<IActionResult> OnPostAsync(Guid id, Guid person, MemberRole? role, bool remove, CancellationToken ct)
    {
        if (!ModelState.IsValid || (!remove && (role is not { } given || !Enum.IsDefined(given)))) return BadRequest();
        var isDone = remove ? await people.RemoveAsync(id, person, ct) : await people.SetRoleAsync(id, person, role!.Value, ct);
        return isDone ? Redirect($"/conversations/{id}/members") : NotFound();
    }
}
