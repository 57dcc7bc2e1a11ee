using ConversationMemory.Services.Sharing;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Sharing;

/// <summary>Ends a link.</summary>
public sealed class RevokeModel(ShareLinks links) : PageModel
{
    public IActionResult OnGet() => Redirect("/shares");

    public async Task<IActionResult> OnPostAsync(Guid id, string? back, CancellationToken ct) =>
        !await links.RevokeAsync(id, ct) ? NotFound() : LocalRedirect(Url.IsLocalUrl(back) ? back : "/shares");
}
