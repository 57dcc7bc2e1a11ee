using System.ComponentModel.DataAnnotations;
using ConversationMemory.Data.Accounts;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Operations;
using ConversationMemory.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace ConversationMemory.Web.Pages.Account;

[AllowAnonymous]
[WorksReadOnly]
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class LoginModel(UserManager<User> users, SignInManager<User> signIn) : PageModel
{
    [BindProperty]
    [Required(ErrorMessage = "Enter your email address.")]
    [StringLength(256, ErrorMessage = "An email address has at most 256 characters.")]
    public string Email { get; set; } = "";

    [BindProperty]
    [Required(ErrorMessage = "Enter your password.")]
    [StringLength(200, ErrorMessage = "A password has at most 200 characters.")]
    public string Password { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public IActionResult OnGet() => User.UserId() is null ? Page() : this.Onward(ReturnUrl);

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid) return Page();
        var user = await users.FindByEmailAsync(Email);
        if (await RefusalAsync(user) is { } refusal)
        {
            ModelState.AddModelError("", refusal);
            return Page();
        }

        await signIn.SignInAsync(user!, isPersistent: true);
        return this.Onward(ReturnUrl);
    }

    private async Task<string?> RefusalAsync(User? user)
    {
        if (user is null)
        {
            // As much work as a wrong password costs, so that the time does not tell who has an account.
            users.PasswordHasher.HashPassword(new User(), Password);
            return "The email or the password is wrong.";
        }

        var check = await signIn.CheckPasswordSignInAsync(user, Password, lockoutOnFailure: true);
        return check switch
        {
            { IsLockedOut: true } => "Too many wrong passwords. Wait five minutes, then try again.",
            { Succeeded: false } => "The email or the password is wrong.",
            _ when user.SuspendedAt is not null => "This account is suspended. Ask an admin of this site to restore it.",
            _ => null,
        };
    }
}
