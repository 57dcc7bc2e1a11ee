using ConversationMemory.Services.Chat;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Messages.Access;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Pages.TagHelpers;
using ConversationMemory.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace ConversationMemory.Web.Pages.Chat;

/// <summary>Has the newest question answered again: after a fault, or for another answer.</summary>
[EnableRateLimiting(RateLimits.Chat)]
[ForMembers(ConversationRole.Reader, ConversationRole.Writer)]
public sealed class AgainModel(ChatTurns turns, ChatReader reader) : PageModel
{
    public IActionResult OnGet(Guid id) => Redirect($"/chat/{id}");

    public async Task<IActionResult> OnPostAsync(Guid id, int seq, CancellationToken ct)
    {
        try
        {
            await turns.AnswerAgainAsync(id, seq, ReaderTimeZone.NameOf(HttpContext), ct);
        }
        catch (ProblemException problem)
        {
            return this.Refuse(id, problem);
        }

        return await this.ShowAsync(reader, id, seq, ct);
    }
}
