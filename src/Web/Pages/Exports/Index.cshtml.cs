using ConversationMemory.Data;
using ConversationMemory.Data.Retention;
using ConversationMemory.Services.Exports;
using ConversationMemory.Services.Exports.Many;
using ConversationMemory.Web.Exports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Web.Pages.Exports;

/// <param name="Length">Bytes, as it is downloaded.</param>
public sealed record SavedCopyRow(Guid Id, string Title, string Format, int Length, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);

/// <summary>Exports of many conversations, and copies of conversations that were saved before their deletion.</summary>
public sealed class IndexModel(AppDbContext db, ExportRuns runs, ExportDownloads downloads) : PageModel
{
    public const string Address = "/exports";

    private const int PageSize = 50;

    [BindProperty(Name = "")]
    public ExportForm Form { get; set; } = new() { Formats = [ExportFormat.Md, ExportFormat.Json] };

    [TempData]
    public string? Notice { get; set; }

    [TempData]
    public string? Refusal { get; set; }

    public IReadOnlyList<ExportRunView> Runs { get; private set; } = [];
    public IReadOnlyList<SavedCopyRow> Copies { get; private set; } = [];

    /// <summary>Where the next page begins; null: there is none.</summary>
    public Guid? Next { get; private set; }

    public async Task OnGetAsync(Guid? before, CancellationToken ct)
    {
        Runs = await runs.ListAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Ids are in the order of time.
        var found = await Mine().Where(c => before == null || c.Id.CompareTo(before.Value) < 0)
            .OrderByDescending(c => c.Id).Take(PageSize + 1)
            .Select(c => new SavedCopyRow(c.Id, c.Title, c.Format, c.Length, c.CreatedAt, c.ExpiresAt))
            .ToListAsync(ct);
        Copies = [.. found.Take(PageSize)];
        Next = found.Count > PageSize ? Copies[^1].Id : null;
    }

    public async Task<IActionResult> OnGetRunsAsync(CancellationToken ct) => Partial("_Runs", (await runs.ListAsync(ct), Address));

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid || Form.ToRequest(HttpContext) is not { } request) return BadRequest();
        if (await runs.StartAsync(request, ct) is null) Refusal = "An export of yours is under way. Wait until it is done, or stop it; then begin another.";
        else Notice = "The export is being made. You can leave this page; the file will be here.";
        return Redirect(Address);
    }

    /// <param name="id">The export.</param>
    /// <param name="back">The page with the list that it was stopped in.</param>
    /// <param name="ct">Ends the command.</param>
    public async Task<IActionResult> OnPostStopAsync(Guid id, string? back, CancellationToken ct)
    {
        if (await runs.StopAsync(id, ct)) Notice = "The export is stopped.";
        return Back(back);
    }

    /// <inheritdoc cref="OnPostStopAsync"/>
    public async Task<IActionResult> OnPostRemoveAsync(Guid id, string? back, CancellationToken ct)
    {
        if (!await runs.RemoveAsync(id, ct)) return NotFound();
        Notice = "The export is removed, with its file.";
        return Back(back);
    }

    public async Task<IActionResult> OnGetZipAsync(Guid id, CancellationToken ct)
    {
        if (await downloads.OpenAsync(id, ct) is not { } file) return NotFound();
        Response.Headers.CacheControl = "private, no-store";
        return new FileStreamResult(file.Content, "application/zip") { FileDownloadName = file.Name, EnableRangeProcessing = true };
    }

    public async Task<IActionResult> OnGetFileAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await Mine().AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is not { } copy) return NotFound();
        return new ExportAnswer(SavedCopyFile.Of(copy));
    }

    private LocalRedirectResult Back(string? back) => LocalRedirect(Url.IsLocalUrl(back) ? back : Address);

    private IQueryable<SavedCopy> Mine()
    {
        var owner = db.CurrentUser.RequiredId;
        return db.SavedCopies.Where(c => c.OwnerId == owner);
    }
}
