using ConversationMemory.Services.Storage;
using ConversationMemory.Web.Accounts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Admin.Storage;

/// <summary>How full the budget is. The figures alone to htmx, the page otherwise.</summary>
public sealed class IndexModel(StorageReader reader, StorageMeter meter) : PageModel
{
    // Measuring costs more than reading: a button that is pressed again and again measures no more often.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    [TempData]
    public string? Note { get; set; }

    public StorageView Storage { get; private set; } = null!;

    public Task<IActionResult> OnGetAsync(CancellationToken ct) => ShowAsync(Note, ct);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var note = await meter.MeasureAsync(Pause, ct)
            ? "Measured just now."
            : "These figures are the newest: they are a few seconds old, or the portal is read-only.";
        if (Request.IsHtmx()) return await ShowAsync(note, ct);
        Note = note;
        return RedirectToPage();
    }

    private async Task<IActionResult> ShowAsync(string? note, CancellationToken ct)
    {
        Storage = new StorageView(await reader.ReadAsync(ct), note);
        Response.Headers.Vary = "HX-Request";
        Response.Headers.CacheControl = "private, no-store";
        return Request.IsHtmx() ? Partial("_Storage", Storage) : Page();
    }
}
