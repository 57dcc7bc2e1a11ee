using System.ComponentModel.DataAnnotations;
using ConversationMemory.Data.Accounts;
using ConversationMemory.Services.Accounts;
using ConversationMemory.Web.Accounts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Account;

[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class KeysModel(ApiKeys apiKeys, TimeProvider clock) : PageModel
{
    [BindProperty]
    [Required(ErrorMessage = "Give the key a name, so that you know later what it is for.")]
    [StringLength(100, ErrorMessage = "A name has at most 100 characters.")]
    public string Name { get; set; } = "";

    [BindProperty]
    public List<KeyScope> Scopes { get; set; } = [];

    /// <summary>One of <see cref="KeyExpiry.Choices"/>.</summary>
    [BindProperty]
    public string Expiry { get; set; } = KeyExpiry.Usual;

    /// <summary>The last day on which the key works, where one is chosen.</summary>
    [BindProperty]
    public DateOnly? LastDay { get; set; }

    public IReadOnlyList<ApiKey> Keys { get; private set; } = [];

    /// <summary>The key just made, on this one answer.</summary>
    public string? NewKey { get; private set; }

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>What may be chosen: an admin's key may do what admins may.</summary>
    public IEnumerable<KeyScope> Choices => User.IsAdmin() ? KeyScopes.All : KeyScopes.Usual;

    public async Task OnGetAsync(CancellationToken ct)
    {
        Scopes = [.. KeyScopes.Usual];
        Keys = await apiKeys.ListAsync(ct);
    }

    public async Task OnPostAsync(CancellationToken ct)
    {
        if (Scopes.Count == 0) ModelState.AddModelError(nameof(Scopes), "Choose at least one thing that the key may do.");
        var (isPossible, end) = KeyExpiry.Of(Expiry, LastDay, Now, HttpContext);
        if (!isPossible) ModelState.AddModelError(nameof(LastDay), "Choose a day that is not over yet.");
        if (ModelState.IsValid) (_, NewKey) = await apiKeys.MakeAsync(new KeyTerms(Name.Trim(), Scopes, end), ct);
        Keys = await apiKeys.ListAsync(ct);
    }

    public async Task<IActionResult> OnPostRevokeAsync(Guid id, CancellationToken ct) =>
        await apiKeys.RevokeAsync(id, ct) ? RedirectToPage() : NotFound();
}
