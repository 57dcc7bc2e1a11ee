using ConversationMemory.Services.Retention;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Admin;

/// <summary>Why anybody's conversation is kept or goes. Without its title and messages, which are its person's.</summary>
public sealed class ConversationModel(RetentionExplanations explanations) : PageModel
{
    public RetentionExplanation Explanation { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await explanations.OfAnybodysAsync(id, ct) is not { } found) return NotFound();
        Explanation = found;
        return Page();
    }
}
