using ConversationMemory.Services.Sharing;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Sharing;

/// <summary>Lets a link live another term from now.</summary>
public sealed class ExtendModel(ShareLinks links) : PageModel
{
    public IActionResult OnGet() => Redirect("/shares");

    public async Task<IActionResult> OnPostAsync(Guid id, string? back, CancellationToken ct) =>
        !await links.ExtendAsync(id, ShareTerms.DefaultDays, ct) ? NotFound() : LocalRedirect(Url.IsLocalUrl(back) ? back : "/shares");
}
