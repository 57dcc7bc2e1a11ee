using ConversationMemory.Services.Templates;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Templates;

/// <summary>The templates a person may begin with.</summary>
public sealed class IndexModel(ConversationTemplates templates) : PageModel
{
    [TempData]
    public string? Notice { get; set; }

    public IReadOnlyList<Template> Templates { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) => Templates = await templates.ListAsync(ct);

    public async Task<IActionResult> OnPostDeleteAsync(Guid template, CancellationToken ct)
    {
        if (!await templates.RemoveAsync(template, ct)) return NotFound();
        Notice = "The template is deleted. Conversations that began with it stay.";
        return RedirectToPage();
    }
}
