using ConversationMemory.Data;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Services.Conversations;
using ConversationMemory.Services.Messages.Access;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Pages.Chat;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Conversations;

/// <summary>A conversation in the archive or the trash, to read. Members read along in the archive; the trash is its owner's alone.</summary>
[ForMembers(ConversationRole.Reader)]
public sealed class ReadModel(AppDbContext db, ConversationList list, ChatReader reader, CurrentUser currentUser) : PageModel
{
    /// <summary>The signed-in person owns the conversation.</summary>
    public bool IsOwner => currentUser.Guest is null;

    public ListedConversation Conversation { get; private set; } = null!;

    public ChatView Chat { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, int? at, CancellationToken ct)
    {
        await using (await db.Database.BeginTransactionAsync(ct))
        {
            if (await list.FindAnywhereAsync(id, ct) is not { } conversation) return NotFound();
            if (conversation.State is ConversationState.Live or ConversationState.Expiring) return Redirect(at is null ? $"/chat/{id}" : $"/chat/{id}?at={at}");
            Conversation = conversation;
        }

        if (await reader.ReadToLookAtAsync(id, ct, at) is not { } chat) return NotFound();
        Chat = chat;
        return Page();
    }
}
