using ConversationMemory.Services.Sharing;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Sharing;

/// <summary>All links of the signed-in person.</summary>
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class LinksModel(ShareLinks links, TimeProvider clock) : PageModel
{
    public LinksView Links { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken ct) =>
        Links = new LinksView(await links.ListAsync(null, ct), LinksView.SiteOf(Request), clock.GetUtcNow(), WithTitles: true);
}
