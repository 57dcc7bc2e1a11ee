using ConversationMemory.Services.Models;
using ConversationMemory.Services.Models.Providers;
using ConversationMemory.Services.Providers;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Admin.Providers;

/// <summary>Where models are had from. No key is ever shown here, not even to who has entered it.</summary>
public sealed class IndexModel(ProviderList list, ProviderEditor editor, ModelOptions environment) : PageModel
{
    [TempData]
    public string? Notice { get; set; }

    [TempData]
    public string? Problem { get; set; }

    public ModelOptions Environment => environment;

    public IReadOnlyList<ListedProvider> Providers { get; private set; } = [];

    /// <summary>What a test has just shown, and of which provider.</summary>
    public (ListedProvider Provider, ProbeResult Result)? Tested { get; private set; }

    public async Task OnGetAsync(CancellationToken ct) => Providers = await list.AllAsync(ct);

    public async Task<IActionResult> OnPostTestAsync(Guid id, CancellationToken ct)
    {
        if (await editor.TestAsync(id, ct) is not { } result) return NotFound();
        Providers = await list.AllAsync(ct);
        Tested = Providers.FirstOrDefault(p => p.Id == id) is { } provider ? (provider, result) : null;
        return Page();
    }

    public async Task<IActionResult> OnPostModelsAsync(Guid id, List<string> models, CancellationToken ct)
    {
        // Names as the form had them; whoever makes up others could as well type them into the provider's form.
        var names = models.Where(name => name.Length is > 0 and <= 200).Distinct().Take(ProviderForm.MostModels).ToList();
        return Done(await editor.AddModelsAsync(id, names, ct), names.Count == 1 ? "1 model is listed now." : $"{names.Count} models are listed now.");
    }

    public async Task<IActionResult> OnPostEnableAsync(Guid id, CancellationToken ct) =>
        Done(await editor.SetEnabledAsync(id, true, ct), "The provider is switched on.");

    public async Task<IActionResult> OnPostDisableAsync(Guid id, CancellationToken ct) =>
        Done(await editor.SetEnabledAsync(id, false, ct), "The provider is switched off. Replies of agents that use it fail and say so, until it is switched on or they get another one.");

    public async Task<IActionResult> OnPostRemoveAsync(Guid id, CancellationToken ct)
    {
        var users = await editor.RemoveAsync(id, ct);
        if (users.Count == 0) return Done(true, "The provider and its key are gone.");
        Problem = $"Nothing was removed: {string.Join(", ", users)} {(users.Count == 1 ? "uses" : "use")} this provider. Give {(users.Count == 1 ? "it" : "them")} another one first; or switch the provider off.";
        return RedirectToPage();
    }

    private IActionResult Done(bool found, string notice)
    {
        if (!found) return NotFound();
        Notice = notice;
        return RedirectToPage();
    }
}
