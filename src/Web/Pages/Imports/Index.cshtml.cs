using ConversationMemory.Data;
using ConversationMemory.Data.Imports;
using ConversationMemory.Services.Imports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Web.Pages.Imports;

/// <summary>Where a file is uploaded, and what was imported before.</summary>
public sealed class IndexModel(AppDbContext db, IOptions<ImportOptions> options) : PageModel
{
    private const int PageSize = 50;

    [TempData]
    public string? Refusal { get; set; }

    public ImportOptions Options => options.Value;

    public IReadOnlyList<ImportRun> Imports { get; private set; } = [];

    /// <summary>Where the next page begins; null: there is none.</summary>
    public Guid? Next { get; private set; }

    public async Task OnGetAsync(Guid? before, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var owner = db.CurrentUser.RequiredId;
        // Ids are in the order of time.
        var found = await db.Imports.AsNoTracking().Where(r => r.OwnerId == owner && (before == null || r.Id.CompareTo(before.Value) < 0))
            .OrderByDescending(r => r.Id).Take(PageSize + 1).ToListAsync(ct);
        Imports = [.. found.Take(PageSize)];
        Next = found.Count > PageSize ? Imports[^1].Id : null;
    }
}
