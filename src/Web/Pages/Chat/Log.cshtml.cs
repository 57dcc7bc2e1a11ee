using ConversationMemory.Services.Messages.Access;
using ConversationMemory.Web.Accounts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Chat;

/// <summary>The transcript by itself, for tabs that keep in step. Unchanged, it costs a 304.</summary>
[ForMembers(ConversationRole.Reader)]
public sealed class LogModel(ChatReader reader) : PageModel
{
    public ChatView Chat { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await reader.ReadConversationAsync(id, ct) is not { } chat) return NotFound();
        Chat = chat;
        return this.IsUnchanged(chat.Version) ? StatusCode(StatusCodes.Status304NotModified) : Page();
    }
}
