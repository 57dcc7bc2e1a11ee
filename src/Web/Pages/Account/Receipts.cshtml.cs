using ConversationMemory.Data;
using ConversationMemory.Data.Retention;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Web.Pages.Account;

/// <summary>What was deleted of one's own.</summary>
public sealed class ReceiptsModel(AppDbContext db) : PageModel
{
    private const int PageSize = 50;

    public IReadOnlyList<Receipt> Receipts { get; private set; } = [];
    public Receipt? Last { get; private set; }

    public async Task OnGetAsync(DateTimeOffset? beforeAt, Guid? beforeId, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var owner = db.CurrentUser.RequiredId;
        var receipts = db.Receipts.Where(r => r.OwnerId == owner);
        if (beforeAt?.ToUniversalTime() is { } at && beforeId is { } id)
            receipts = receipts.Where(r => r.At < at || (r.At == at && r.Id.CompareTo(id) < 0));
        var found = await receipts.OrderByDescending(r => r.At).ThenByDescending(r => r.Id).Take(PageSize + 1).AsNoTracking().ToListAsync(ct);
        Receipts = [.. found.Take(PageSize)];
        Last = found.Count > PageSize ? Receipts[^1] : null;
    }
}
