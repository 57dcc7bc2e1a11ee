using ConversationMemory.Data.Accounts;
using ConversationMemory.Services.Audit;
using ConversationMemory.Services.Exports;
using ConversationMemory.Services.Exports.Many;
using ConversationMemory.Web.Accounts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Web.Pages.Admin.Exports;

/// <summary>Everything of the organisation as one file, if its owners allow that to its admins.</summary>
public sealed class IndexModel(AccountsDbContext db, ExportRuns runs, AuditLog audit) : PageModel
{
    public const string Address = "/admin/exports";

    public bool IsAllowed { get; private set; }
    public IReadOnlyList<ExportRunView> Runs { get; private set; } = [];

    [TempData]
    public string? Notice { get; set; }

    [TempData]
    public string? Refusal { get; set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        IsAllowed = await IsAllowedAsync(ct);
        Runs = await MineAsync(ct);
    }

    public async Task<IActionResult> OnGetRunsAsync(CancellationToken ct) => Partial("/Pages/Exports/_Runs.cshtml", (await MineAsync(ct), Address));

    /// <summary>For owners of the organisation alone.</summary>
    public async Task<IActionResult> OnPostAllowAsync(bool allow, CancellationToken ct)
    {
        if (!User.IsOwner()) return Forbid();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Organisations.Where(o => o.Id == Organisation.DefaultId).ExecuteUpdateAsync(set => set.SetProperty(o => o.AllowsExports, allow), ct);
        await audit.WriteAsync(db, allow ? "exports.allowed" : "exports.forbidden", "organisation", Organisation.DefaultId.ToString(), null, ct);
        await transaction.CommitAsync(ct);
        Notice = allow ? "Admins may export the organisation now." : "Nobody may export the organisation any more.";
        return Redirect(Address);
    }

    public async Task<IActionResult> OnPostAsync(IReadOnlyList<ExportFormat> formats, CancellationToken ct)
    {
        if (!ModelState.IsValid) return BadRequest();
        if (!await IsAllowedAsync(ct)) return Forbid();
        var request = new ExportRequest { Scope = ExportScope.Organisation, Formats = formats.Count > 0 ? [.. formats.Distinct()] : [ExportFormat.Json] };
        if (await runs.StartAsync(request, ct) is not { } id)
        {
            Refusal = "An export of yours is under way. Wait until it is done, or stop it; then begin another.";
            return Redirect(Address);
        }

        await audit.WriteAsync("export.organisation", "export", id.ToString(), new { formats = request.Formats.Select(format => format.Name()) }, ct);
        Notice = "The export is being made. You can leave this page; the file will be here, for you alone.";
        return Redirect(Address);
    }

    private async Task<IReadOnlyList<ExportRunView>> MineAsync(CancellationToken ct) =>
        [.. (await runs.ListAsync(ct)).Where(run => run.Scope == ExportScope.Organisation)];

    private Task<bool> IsAllowedAsync(CancellationToken ct) =>
        db.Organisations.Where(o => o.Id == Organisation.DefaultId).Select(o => o.AllowsExports).SingleAsync(ct);
}
