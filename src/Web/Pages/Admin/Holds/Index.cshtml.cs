using System.ComponentModel.DataAnnotations;
using ConversationMemory.Data;
using ConversationMemory.Data.Retention.Queries;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Admin.Holds;

/// <summary>What must not go, and why.</summary>
public sealed class IndexModel(MaintenanceDataSource database, Services.Retention.Holds holds) : PageModel
{
    private const int Most = 200;

    [BindProperty]
    [Display(Name = "On what")]
    [Required(ErrorMessage = "Say whose conversations, or which one.")]
    [StringLength(256, ErrorMessage = "That is longer than any email or id.")]
    public string On { get; set; } = "";

    [BindProperty]
    [Required(ErrorMessage = "Say why, for whoever is asked to release it.")]
    [StringLength(Services.Retention.Holds.MaxReasonLength, ErrorMessage = "A reason has at most 1,000 characters.")]
    public string Reason { get; set; } = "";

    [TempData]
    public string? Notice { get; set; }

    public IReadOnlyList<ListedHold> Active { get; private set; } = [];

    public IReadOnlyList<ListedHold> Released { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        Active = await HoldList.RunAsync(database, active: true, null, Most, ct);
        Released = await HoldList.RunAsync(database, active: false, null, Most, ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var target = ModelState.IsValid ? await HoldTarget.FindAsync(database, On.Trim(), ct) : null;
        if (ModelState.IsValid && target is null)
            ModelState.AddModelError(nameof(On), "There is no account with this email, and no conversation with this id.");
        if (target is null)
        {
            await OnGetAsync(ct);
            return Page();
        }

        await holds.PlaceAsync(target, Reason.Trim(), ct);
        Notice = target.ConversationId is null
            ? "The hold is placed. All conversations of this person stay, those to come too, until it is released."
            : "The hold is placed. The conversation stays until it is released.";
        return RedirectToPage();
    }
}
