using System.ComponentModel.DataAnnotations;
using ConversationMemory.Data.Accounts;
using ConversationMemory.Services.Accounts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Account;

[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class KeysModel(ApiKeys apiKeys) : PageModel
{
    [BindProperty]
    [Required(ErrorMessage = "Give the key a name, so that you know later what it is for.")]
    [StringLength(100, ErrorMessage = "A name has at most 100 characters.")]
    public string Name { get; set; } = "";

    public IReadOnlyList<ApiKey> Keys { get; private set; } = [];

    /// <summary>The key just made, on this one answer.</summary>
    public string? NewKey { get; private set; }

    public async Task OnGetAsync(CancellationToken ct) => Keys = await apiKeys.ListAsync(ct);

    public async Task OnPostAsync(CancellationToken ct)
    {
        if (ModelState.IsValid) (_, NewKey) = await apiKeys.MakeAsync(Name, ct);
        Keys = await apiKeys.ListAsync(ct);
    }

    public async Task<IActionResult> OnPostRevokeAsync(Guid id, CancellationToken ct) =>
        await apiKeys.RevokeAsync(id, ct) ? RedirectToPage() : NotFound();
}
