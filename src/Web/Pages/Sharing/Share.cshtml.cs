using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Sharing;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Sharing;

/// <summary>Makes links to a conversation of one's own.</summary>
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ShareModel(ShareLinks links, TimeProvider clock) : PageModel
{
    [BindProperty]
    public ShareForm Form { get; set; } = new();

    [TempData]
    public Guid? Made { get; set; }

    public string? Problem { get; private set; }

    public SharedConversation Conversation { get; private set; } = null!;

    public LinksView Links { get; private set; } = null!;

    public Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) => ShowAsync(id, ct);

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!ModelState.IsValid || !Enum.IsDefined(Form.Kind)) return BadRequest();
        try
        {
            Made = (await links.MakeAsync(id, Form.Terms, ct)).Id;
        }
        catch (ProblemException)
        {
            return NotFound();
        }
        catch (SharingException refused)
        {
            Problem = refused.Message;
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return await ShowAsync(id, ct);
        }

        return RedirectToPage(null, null, new { id }, "links");
    }

    private async Task<IActionResult> ShowAsync(Guid id, CancellationToken ct)
    {
        if (await links.PreviewAsync(id, ct) is not { } conversation) return NotFound();
        Conversation = conversation;
        Links = new LinksView(await links.ListAsync(id, ct), LinksView.SiteOf(Request), clock.GetUtcNow(), WithTitles: false, Made);
        return Page();
    }
}
