using System.ComponentModel.DataAnnotations;
using ConversationMemory.Data.Accounts;
using ConversationMemory.Web.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace ConversationMemory.Web.Pages.Account;

[EnableRateLimiting(RateLimits.SignIn)]
public sealed class PasswordModel(UserManager<User> users, SignInManager<User> signIn) : PageModel
{
    [BindProperty]
    [Display(Name = "Current password")]
    [Required(ErrorMessage = "Enter your current password.")]
    [StringLength(200, ErrorMessage = "A password has at most 200 characters.")]
    public string CurrentPassword { get; set; } = "";

    [BindProperty]
    [Display(Name = "New password")]
    [Required(ErrorMessage = "Choose a new password.")]
    [StringLength(200, ErrorMessage = "A password has at most 200 characters.")]
    public string NewPassword { get; set; } = "";

    [BindProperty]
    [Display(Name = "Confirm password")]
    [Compare(nameof(NewPassword), ErrorMessage = "The two passwords differ.")]
    public string ConfirmPassword { get; set; } = "";

    [TempData]
    public string? Notice { get; set; }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid) return Page();
        if (await users.GetUserAsync(User) is not { } user) return Challenge();
        var changed = await users.ChangePasswordAsync(user, CurrentPassword, NewPassword);
        if (!changed.Succeeded)
        {
            var wrong = changed.Errors.Any(e => e.Code == nameof(IdentityErrorDescriber.PasswordMismatch));
            ModelState.AddErrors(changed, wrong ? nameof(CurrentPassword) : nameof(NewPassword));
            return Page();
        }

        // The change ended every session of the account; this one goes on.
        await signIn.SignInAsync(user, isPersistent: true);
        Notice = "Your password is changed.";
        return RedirectToPage("/Account/Index");
    }
}
