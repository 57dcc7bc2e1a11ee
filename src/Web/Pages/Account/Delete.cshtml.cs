using System.ComponentModel.DataAnnotations;
using ConversationMemory.Data.Accounts;
using ConversationMemory.Services.Accounts;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace ConversationMemory.Web.Pages.Account;

[EnableRateLimiting(RateLimits.SignIn)]
public sealed class DeleteModel(UserManager<User> users, AccountDeletion deletion) : PageModel
{
    [BindProperty]
    [Required(ErrorMessage = "Enter your password to confirm.")]
    [StringLength(200, ErrorMessage = "A password has at most 200 characters.")]
    public string Password { get; set; } = "";

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid) return Page();
        if (await users.GetUserAsync(User) is not { } user) return Challenge();
        switch (await deletion.DeleteAsync(user, Password, ct))
        {
            case DeletionResult.WrongPassword:
                ModelState.AddModelError(nameof(Password), "This is not your password.");
                return Page();
            case DeletionResult.LastOwner:
                ModelState.AddModelError("", "You are the only owner, and others use this site. Make somebody else an owner first, under Users.");
                return Page();
            case DeletionResult.Closed:
                await HttpContext.EndSessionAsync();
                return RedirectToPage("/Account/Closed");
            default:
                await HttpContext.EndSessionAsync();
                return RedirectToPage("/Account/Register");
        }
    }
}
