using System.Text.Json;
using ConversationMemory.Data;
using ConversationMemory.Data.Retention;
using ConversationMemory.Data.Retention.Queries.Sweep;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Services.Retention.Sweep;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Web.Pages.Admin.Cleanup;

/// <summary>How cleaning goes, and cleaning by hand: a preview, and a run of what it shows.</summary>
public sealed class IndexModel(AdminDbContext db, MaintenanceDataSource database, Cleanups cleanups, TimeProvider clock) : PageModel
{
    public const int MostCounted = 10_000;
    private const int PageSize = 50;
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(7);

    [BindProperty(SupportsGet = true, Name = "")]
    public CleanupForm Form { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    [TempData]
    public string? Refusal { get; set; }

    public IReadOnlyList<LayerView> Layers { get; private set; } = [];
    public DueConversations Due { get; private set; } = null!;
    public IReadOnlyList<TableState> Tables { get; private set; } = [];
    public IReadOnlyList<CleanupRun> Runs { get; private set; } = [];
    public IReadOnlyList<(Guid Id, string Name)> Agents { get; private set; } = [];
    public CleanupPreview? Preview { get; private set; }

    public async Task<IActionResult> OnGetAsync(bool preview, DateTimeOffset? afterAt, Guid? afterId, CancellationToken ct)
    {
        await ReadAsync(ct);
        if (preview && ModelState.IsValid) await PreviewAsync(afterAt is { } at && afterId is { } id ? (at, id) : null, ct);
        return Page();
    }

    /// <summary>Starts a run of what was shown: all of it, or the rows chosen.</summary>
    public async Task<IActionResult> OnPostRunAsync(
        string filter, bool all, Guid[] ids, int? perSecond, [FromServices] CurrentUser currentUser, CancellationToken ct)
    {
        if (Read(filter) is not { } meant || perSecond is < 1 or > 10_000) return BadRequest();
        if (!all && ids.Length == 0) return Refuse("Choose some conversations first, or take all that match.");
        var run = await cleanups.StartAsync(all ? meant : meant with { Chosen = ids }, perSecond, currentUser, ct);
        return run is null
            ? Refuse("The portal is read-only for maintenance. Nothing was cleaned; try again when it is over.")
            : RedirectToPage("/Admin/Cleanup/Run", new { id = run });
    }

    public async Task<IActionResult> OnPostAnalyzeAsync(CancellationToken ct)
    {
        await TableStates.AnalyzeAsync(database, ct);
        Notice = "The statistics are new.";
        return RedirectToPage(new { });
    }

    public async Task<IActionResult> OnPostVacuumAsync(CancellationToken ct)
    {
        if (!(await TableStates.ReadAsync(database, ct)).All(t => t.MayVacuum)) return Forbid();
        await TableStates.VacuumAsync(database, ct);
        Notice = "The tables are vacuumed: the room of dead rows is free for new ones.";
        return RedirectToPage(new { });
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        Layers = LayerView.Of(await db.SweepLayers.AsNoTracking().ToListAsync(ct), now);
        Runs = await db.CleanupRuns.AsNoTracking().OrderByDescending(r => r.StartedAt).Take(10).ToListAsync(ct);
        Due = await DueCounts.RunAsync(database, now, Ahead, MostCounted, ct);
        Tables = await TableStates.ReadAsync(database, ct);
        Agents = await AgentNames.RunAsync(database, ct);
    }

    private async Task PreviewAsync((DateTimeOffset, Guid)? after, CancellationToken ct)
    {
        if (await Form.ToFilterAsync(database, clock.GetUtcNow(), ct) is not { } filter)
        {
            ModelState.AddModelError(nameof(Form.Person), "Nobody has an account with this address.");
            return;
        }

        var rows = await PreviewCleanup.RowsAsync(database, filter, after, PageSize + 1, ct);
        Preview = new CleanupPreview(filter, await PreviewCleanup.TotalsAsync(database, filter, ct), [.. rows.Take(PageSize)], rows.Count > PageSize);
    }

    private RedirectToPageResult Refuse(string why)
    {
        Refusal = why;
        return RedirectToPage(new { });
    }

    private static CleanupFilter? Read(string filter)
    {
        try
        {
            return CleanupFilter.Of(filter);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <param name="HasMore">Whether another page follows.</param>
public sealed record CleanupPreview(CleanupFilter Filter, CleanupTotals Totals, IReadOnlyList<CleanupRow> Rows, bool HasMore);
