using ConversationMemory.Data;
using ConversationMemory.Data.Agents;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Web.Pages.Admin.Agents;

public sealed class IndexModel(AppDbContext db, TimeProvider clock) : PageModel
{
    [TempData]
    public string? Notice { get; set; }

    public IReadOnlyList<Agent> Agents { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        Agents = await db.Agents.AsNoTracking().OrderBy(a => a.RetiredAt != null).ThenBy(a => a.Name).ToListAsync(ct);
    }

    public Task<IActionResult> OnPostRetireAsync(Guid id, CancellationToken ct) =>
        SetRetiredAsync(id, clock.GetUtcNow(), "The agent is retired. Conversations with it stay.", ct);

    public Task<IActionResult> OnPostOfferAsync(Guid id, CancellationToken ct) =>
        SetRetiredAsync(id, null, "The agent is on offer again.", ct);

    private async Task<IActionResult> SetRetiredAsync(Guid id, DateTimeOffset? since, string done, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var changed = await db.Agents.Where(a => a.Id == id)
            .ExecuteUpdateAsync(agent => agent.SetProperty(a => a.RetiredAt, since), ct);
        await transaction.CommitAsync(ct);
        if (changed == 0) return NotFound();
        Notice = done;
        return RedirectToPage();
    }
}
