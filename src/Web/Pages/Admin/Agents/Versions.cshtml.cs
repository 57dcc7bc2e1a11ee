using ConversationMemory.Data.Agents;
using ConversationMemory.Services.Agents;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Admin.Agents;

/// <summary>What an agent was at each time: replies name the version they were made with.</summary>
public sealed class VersionsModel(AgentHistory history, AgentEditor editor) : PageModel
{
    public const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>Only those below this number.</summary>
    [BindProperty(SupportsGet = true)]
    public int? Before { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public Agent Agent { get; private set; } = null!;

    public IReadOnlyList<ListedVersion> Versions { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid || await history.FindAsync(Id, ct) is not { } agent) return NotFound();
        Agent = agent;
        Versions = await history.ListAsync(Id, Before, PageSize, ct);
        return Page();
    }

    /// <summary>Saves an old version's settings as a new one.</summary>
    /// <param name="version">The old one.</param>
    /// <param name="newest">The newest one when the page was shown.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task<IActionResult> OnPostAsync(int version, int newest, CancellationToken ct)
    {
        if (!ModelState.IsValid || await history.FindAsync(Id, version, ct) is not { } old) return NotFound();
        var save = await editor.SaveAsync(Id, newest, old.Settings, ct);
        if (save is AgentSave.NoSuchAgent) return NotFound();
        Notice = save switch
        {
            AgentSave.Saved saved => $"Version {saved.Version} is in use from now on. It says what version {version} said.",
            AgentSave.Unchanged => $"The agent says what version {version} says already.",
            _ => "Somebody saved another version in the meantime, so nothing was changed. Look at it first.",
        };
        return RedirectToPage(new { Id });
    }
}
