using ConversationMemory.Services.Agents;
using ConversationMemory.Services.Models;
using ConversationMemory.Services.Providers;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Admin.Agents;

/// <summary>Makes an agent, or changes the one with <see cref="Id"/>.</summary>
public sealed class EditModel(AgentEditor editor, AgentHistory history, ProviderList providers, ModelOptions environment) : PageModel
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

    public IReadOnlyList<ListedProvider> Providers { get; private set; } = [];

    public ModelOptions Environment => environment;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Providers = await providers.AllAsync(ct);
        if (Id is not { } id) return Page();
        if (await history.FindAsync(id, ct) is not { } agent) return NotFound();
        Form = AgentForm.Of(agent);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        Providers = await providers.AllAsync(ct);
        CheckModel();
        if (!ModelState.IsValid) return Page();
        var settings = Form.ToSettings();
        if (Id is not { } id) return await editor.AddAsync(settings, ct) ? Back($"{settings.Name} is saved.") : WithoutProvider();
        return await editor.SaveAsync(id, Form.Version, settings, ct) switch
        {
            AgentSave.Saved saved => Back($"{settings.Name} is saved as version {saved.Version}."),
            AgentSave.Unchanged => Back($"{settings.Name} is as it was: nothing was changed."),
            AgentSave.Conflict conflict => await ShowAsync(conflict, ct),
            AgentSave.NoSuchProvider => WithoutProvider(),
            AgentSave.NoSuchAgent => NotFound(),
            var other => throw new InvalidOperationException($"An agent's save ended as {other.GetType().Name}."),
        };
    }

    private void CheckModel()
    {
        if (Form.Provider is not { } chosen || Providers.FirstOrDefault(p => p.Id == chosen) is not { Models.Count: 0 } provider) return;
        if (string.IsNullOrWhiteSpace(Form.Model)) ModelState.AddModelError("Form.Model", $"{provider.Name} lists no models yet: say which one.");
    }

    private PageResult WithoutProvider()
    {
        ModelState.AddModelError("Form.Provider", "This provider is gone. Choose another one.");
        return Page();
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
