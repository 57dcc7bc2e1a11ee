using ConversationMemory.Data;
using ConversationMemory.Data.Retention;
using ConversationMemory.Services.Retention.Sweep;
using ConversationMemory.Web.Accounts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Web.Pages.Admin.Cleanup;

/// <summary>One run: how far it is, and what it came to.</summary>
public sealed class RunModel(AdminDbContext db, Cleanups cleanups) : PageModel
{
    private const int MostReceipts = 50;

    public RunView Run { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        var run = await db.CleanupRuns.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct);
        if (run is null) return NotFound();
        Run = RunView.Of(run) with { Receipts = await ReceiptsAsync(run, ct) };
        Response.Headers.Vary = "HX-Request";
        Response.Headers.CacheControl = "private, no-store";
        return Request.IsHtmx() ? Partial("_Run", Run) : Page();
    }

    public async Task<IActionResult> OnPostStopAsync(Guid id, CancellationToken ct)
    {
        await cleanups.StopAsync(id, ct);
        return RedirectToPage(new { id });
    }

    public async Task<IActionResult> OnPostResumeAsync(Guid id, CancellationToken ct)
    {
        await cleanups.ResumeAsync(id, ct);
        return RedirectToPage(new { id });
    }

    // By time first, which there is an index for. What a cleanup put into the trash is removed by a later sweep.
    private Task<List<Receipt>> ReceiptsAsync(CleanupRun run, CancellationToken ct) => db.Receipts.AsNoTracking()
        .Where(r => r.At >= run.StartedAt && (r.RunId == run.Id || EF.Functions.JsonContains(r.Rule, $$"""{"run": "{{run.Id}}"}""")))
        .OrderBy(r => r.At).ThenBy(r => r.Id).Take(MostReceipts).ToListAsync(ct);
}
