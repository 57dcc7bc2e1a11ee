using ConversationMemory.Data.Accounts;
using ConversationMemory.Services.Accounts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Admin;

public sealed class UsersModel(MemberList list, Members members) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Search { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? After { get; set; }

    [TempData]
    public string? Notice { get; set; }

    [TempData]
    public string? Refusal { get; set; }

    public MemberPage Members { get; private set; } = new([], null);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid) return NotFound();
        Members = await list.ReadAsync(Search, After, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostRoleAsync(Guid id, OrganisationRole role, CancellationToken ct) =>
        ModelState.IsValid && Enum.IsDefined(role)
            ? Answer(await members.SetRoleAsync(id, role, ct), "The role is changed.")
            : BadRequest();

    public async Task<IActionResult> OnPostSuspendAsync(Guid id, CancellationToken ct) =>
        Answer(await members.SuspendAsync(id, ct), "The account is suspended. Its sessions and keys no longer work.");

    public async Task<IActionResult> OnPostRestoreAsync(Guid id, CancellationToken ct) =>
        Answer(await members.RestoreAsync(id, ct), "The account is restored. Its person may sign in again.");

    private IActionResult Answer(MemberChange change, string done)
    {
        if (change == MemberChange.NoSuchMember) return NotFound();
        if (change == MemberChange.Done) Notice = done;
        else Refusal = TextOf(change);
        return RedirectToPage(new { Search, After });
    }

    private static string TextOf(MemberChange refused) => refused switch
    {
        MemberChange.LastOwner => "This is the last owner. Make somebody else an owner first.",
        MemberChange.OwnersOnly => "Only an owner decides about owners.",
        _ => "You cannot suspend yourself: nobody could let you in again.",
    };
}
