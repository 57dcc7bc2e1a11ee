using ConversationMemory.Data;
using ConversationMemory.Data.Accounts;
using ConversationMemory.Data.Agents;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Web.Pages.Admin.Agents;

/// <summary>Makes an agent, or changes the one with <see cref="Id"/>.</summary>
public sealed class EditModel(AppDbContext db) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid? Id { get; set; }

    [BindProperty]
    public AgentForm Form { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (Id is null) return Page();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await FindAsync(ct) is not { } agent) return NotFound();
        Form = AgentForm.Of(agent);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid) return Page();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var agent = Id is null
            ? db.Agents.Add(new Agent { OrganisationId = Organisation.DefaultId, Name = Form.Name }).Entity
            : await FindAsync(ct);
        if (agent is null) return NotFound();
        Form.ApplyTo(agent);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        Notice = $"{agent.Name} is saved.";
        return RedirectToPage("/Admin/Agents/Index");
    }

    private Task<Agent?> FindAsync(CancellationToken ct) => db.Agents.SingleOrDefaultAsync(a => a.Id == Id, ct);
}
