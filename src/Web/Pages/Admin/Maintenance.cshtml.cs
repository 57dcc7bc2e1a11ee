using System.ComponentModel.DataAnnotations;
using ConversationMemory.Data;
using ConversationMemory.Data.Operations.Queries;
using ConversationMemory.Services.Operations;
using ConversationMemory.Web.Operations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Admin;

/// <summary>Stops writing on all instances, and starts it again.</summary>
[WorksReadOnly]
public sealed class MaintenanceModel(ReadOnlySwitch readOnly, ReadOnlyMode mode, MaintenanceDataSource database) : PageModel
{
    [BindProperty]
    [Display(Name = "What everybody reads")]
    [StringLength(ReadOnlySwitch.MaxTextLength, ErrorMessage = "The text has at most {1} characters.")]
    public string? Text { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public ReadOnlyState? State => mode.Current;

    /// <summary>Replies that began before and are still being written.</summary>
    public long Running { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        // Another instance may have switched it this very moment.
        await mode.RefreshAsync(ct);
        Text = State?.Text ?? "We are moving to a larger server and expect to be done by 18:00.";
        Running = await RunningReplies.CountAsync(database, ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid) return Page();
        await readOnly.TurnOnAsync(string.IsNullOrWhiteSpace(Text) ? null : Text.Trim(), ct);
        Notice = "Nothing is written any more. Other instances follow within two seconds.";
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostOffAsync(CancellationToken ct)
    {
        await readOnly.TurnOffAsync(ct);
        Notice = "Everything works again. Other instances follow within two seconds.";
        return RedirectToPage();
    }
}
