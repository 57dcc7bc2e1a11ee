using ConversationMemory.Services.Agents;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Admin.Agents;

/// <summary>Makes an agent, or changes the one with <see cref="Id"/>.</summary>
public sealed class EditModel(AgentEditor editor, AgentHistory history) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid? Id { get; set; }

    [BindProperty]
    public AgentForm Form { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    /// <summary>What somebody else saved in the meantime; the form holds what this person wrote.</summary>
    public AgentSave.Conflict? Conflict { get; private set; }

    /// <summary>Their email.</summary>
    public string? ConflictBy { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (Id is not { } id) return Page();
        if (await history.FindAsync(id, ct) is not { } agent) return NotFound();
        Form = AgentForm.Of(agent);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid) return Page();
        var settings = Form.ToSettings();
        if (Id is not { } id)
        {
            await editor.AddAsync(settings, ct);
            return Back($"{settings.Name} is saved.");
        }

        return await editor.SaveAsync(id, Form.Version, settings, ct) switch
        {
            AgentSave.Saved saved => Back($"{settings.Name} is saved as version {saved.Version}."),
            AgentSave.Unchanged => Back($"{settings.Name} is as it was: nothing was changed."),
            AgentSave.Conflict conflict => await ShowAsync(conflict, ct),
            AgentSave.NoSuchAgent => NotFound(),
            var other => throw new InvalidOperationException($"An agent's save ended as {other.GetType().Name}."),
        };
    }

    private RedirectToPageResult Back(string notice)
    {
        Notice = notice;
        return RedirectToPage("/Admin/Agents/Index");
    }

    private async Task<IActionResult> ShowAsync(AgentSave.Conflict conflict, CancellationToken ct)
    {
        Conflict = conflict;
        ConflictBy = conflict.Newest.CreatedBy is { } by ? await history.NameAsync(by, ct) : null;
        // To save again is to have read this.
        Form.Version = conflict.Newest.Version;
        ModelState.Remove("Form.Version");
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }
}
