using System.ComponentModel.DataAnnotations;
using ConversationMemory.Data;
using ConversationMemory.Data.Retention;
using ConversationMemory.Services.Retention;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Web.Pages.Admin;

public sealed class RetentionModel(AppDbContext db, MessageWindow window) : PageModel
{
    [BindProperty]
    [EnumDataType(typeof(WindowKind))]
    public WindowKind Kind { get; set; }

    [BindProperty]
    [Display(Name = "Messages to keep")]
    [Range(2, 100_000, ErrorMessage = "Keep between 2 and 100,000 messages.")]
    public int? Messages { get; set; }

    [BindProperty]
    public bool WaitsForSummary { get; set; }

    [TempData]
    public string? Notice { get; set; }

    /// <summary>What the setting says; null: everything is kept.</summary>
    public int? Configured => window.Configured;

    public async Task OnGetAsync(CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var policy = await db.RetentionPolicies.AsNoTracking().SingleAsync(p => p.Scope == PolicyScope.System, ct);
        Kind = policy.FollowsSettings ? WindowKind.Setting : policy.WindowMessages is 0 ? WindowKind.All : WindowKind.Newest;
        Messages = policy.WindowMessages is 0 ? null : policy.WindowMessages;
        WaitsForSummary = policy.WindowAction != WindowAction.Delete;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (Kind == WindowKind.Newest && Messages is null) ModelState.TryAddModelError(nameof(Messages), "Say how many messages to keep.");
        if (!ModelState.IsValid) return Page();
        var changed = Kind == WindowKind.Setting
            ? await window.FollowSettingAsync(WaitsForSummary, ct)
            : await window.SetAsync(Kind == WindowKind.All ? null : Messages, WaitsForSummary, ct);
        Notice = changed == 0 ? "Saved." : $"Saved. {changed} conversations were brought within the window.";
        return RedirectToPage();
    }
}
