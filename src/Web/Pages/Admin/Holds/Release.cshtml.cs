using ConversationMemory.Data;
using ConversationMemory.Data.Retention.Queries;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Admin.Holds;

/// <summary>Asks before it releases a hold, and says what follows from it.</summary>
public sealed class ReleaseModel(MaintenanceDataSource database, Services.Retention.Holds holds) : PageModel
{
    [TempData]
    public string? Notice { get; set; }

    public ListedHold Hold { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if ((await HoldList.RunAsync(database, active: true, id, 1, ct)).SingleOrDefault() is not { } hold) return NotFound();
        Hold = hold;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await holds.ReleaseAsync(id, ct)) return NotFound();
        Notice = "The hold is released.";
        return RedirectToPage("/Admin/Holds/Index");
    }
}
