using ConversationMemory.Data;
using ConversationMemory.Data.Agents;
using ConversationMemory.Services.Agents;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Web.Pages.Admin.Agents;

public sealed class IndexModel(AppDbContext db, AgentEditor editor) : PageModel
{
    [TempData]
    public string? Notice { get; set; }

    public IReadOnlyList<Agent> Agents { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        Agents = await db.Agents.AsNoTracking().OrderBy(a => a.RetiredAt != null).ThenBy(a => a.Name).ToListAsync(ct);
    }

    public async Task<IActionResult> OnPostRetireAsync(Guid id, CancellationToken ct) =>
        Done(await editor.RetireAsync(id, ct), "The agent is retired. Conversations with it stay.");

    public async Task<IActionResult> OnPostOfferAsync(Guid id, CancellationToken ct) =>
        Done(await editor.OfferAsync(id, ct), "The agent is on offer again.");

    private IActionResult Done(bool found, string notice)
    {
        if (!found) return NotFound();
        Notice = notice;
        return RedirectToPage();
    }
}
