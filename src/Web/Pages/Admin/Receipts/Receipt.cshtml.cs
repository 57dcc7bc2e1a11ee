using ConversationMemory.Data;
using ConversationMemory.Data.Retention;
using ConversationMemory.Data.Retention.Queries.Sweep;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Web.Pages.Admin.Receipts;

/// <summary>One receipt, and the proof that nothing of what it is about is left.</summary>
public sealed class ReceiptModel(AdminDbContext db, MaintenanceDataSource database) : PageModel
{
    /// <summary>Conversations checked at most: each is looked for in every table.</summary>
    public const int MostChecked = 200;

    public Receipt Receipt { get; private set; } = null!;
    public string? Email { get; private set; }

    /// <summary>Null: not asked for.</summary>
    public IReadOnlyList<Trace>? Traces { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid owner, Guid id, bool check, CancellationToken ct)
    {
        var receipt = await db.Receipts.AsNoTracking().SingleOrDefaultAsync(r => r.OwnerId == owner && r.Id == id, ct);
        if (receipt is null) return NotFound();
        Receipt = receipt;
        Email = (await People.EmailsAsync(database, [owner], ct)).GetValueOrDefault(owner);
        if (check && receipt.Conversations.Length > 0)
            Traces = await Data.Retention.Queries.Sweep.Traces.FindAsync(database, owner, receipt.Conversations.Take(MostChecked), ct);
        return Page();
    }
}
