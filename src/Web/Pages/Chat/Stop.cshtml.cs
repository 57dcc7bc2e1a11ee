using ConversationMemory.Services.Chat;
using ConversationMemory.Services.Messages.Access;
using ConversationMemory.Web.Accounts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Chat;

/// <summary>Ends a reply where it is. With script the stream then brings what there is of it.</summary>
[ForMembers(ConversationRole.Reader, ConversationRole.Writer)]
public sealed class StopModel(ChatTurns turns) : PageModel
{
    public IActionResult OnGet(Guid id) => Redirect($"/chat/{id}");

    public async Task<IActionResult> OnPostAsync(Guid id, int seq, CancellationToken ct)
    {
        await turns.StopAsync(id, seq, ct);
        return Request.IsHtmx() ? new NoContentResult() : Redirect($"/chat/{id}#m-{seq}");
    }
}
