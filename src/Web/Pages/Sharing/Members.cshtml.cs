using System.ComponentModel.DataAnnotations;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Data.Sharing;
using ConversationMemory.Services.Messages.Access;
using ConversationMemory.Services.Sharing;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace ConversationMemory.Web.Pages.Sharing;

/// <summary>Who has a part in a conversation. Its owner invites; members see each other.</summary>
[ForMembers(ConversationRole.Reader)]
[EnableRateLimiting(RateLimits.Chat)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class MembersModel(ConversationPeople people, ConversationAccess access, CurrentUser currentUser) : PageModel
{
    [BindProperty]
    [Required(ErrorMessage = "Enter the address of somebody of your organisation.")]
    [StringLength(256, ErrorMessage = "An email address has at most 256 characters.")]
    public string Email { get; set; } = "";

    [BindProperty]
    public MemberRole Role { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public IReadOnlyList<Person> People { get; private set; } = [];

    /// <summary>The signed-in person owns the conversation.</summary>
    public bool IsOwner => currentUser.Guest is null;

    public Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) => ShowAsync(id, ct);

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (await access.EnterAsync(id, ct) is not ConversationRole.Owner) return NotFound();
        if (!ModelState.IsValid || !Enum.IsDefined(Role)) return await ShowAsync(id, ct);
        try
        {
            var invited = await people.InviteAsync(id, Email, Role, ct);
            Notice = $"{invited.Email} can {(Role == MemberRole.Writer ? "read and write" : "read")} here now, and finds the conversation under “Shared with me”.";
            return RedirectToPage(new { id });
        }
        catch (SharingException refused)
        {
            ModelState.AddModelError(nameof(Email), refused.Message);
            return await ShowAsync(id, ct);
        }
    }

    private async Task<IActionResult> ShowAsync(Guid id, CancellationToken ct)
    {
        if (currentUser.Guest is null && await access.EnterAsync(id, ct) is not ConversationRole.Owner) return NotFound();
        if (!ModelState.IsValid) Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        People = await people.ListAsync(id, ct);
        return Page();
    }
}
