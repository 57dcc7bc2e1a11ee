using ConversationMemory.Services.Chat;
using ConversationMemory.Services.Messages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Chat;

/// <summary>Pins a message, or takes its pin away.</summary>
public sealed class PinModel(MessagePins pins, ChatReader reader) : PageModel
{
    public IActionResult OnGet(Guid id) => Redirect($"/chat/{id}");

    public async Task<IActionResult> OnPostAsync(Guid id, int seq, bool pinned, CancellationToken ct)
    {
        try
        {
            await pins.SetAsync(id, seq, pinned, ct);
        }
        catch (ProblemException problem)
        {
            return this.Refuse(id, problem);
        }

        return await this.ShowAsync(reader, id, seq, ct);
    }
}
