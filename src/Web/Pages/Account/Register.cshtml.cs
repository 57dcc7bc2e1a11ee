using System.ComponentModel.DataAnnotations;
using ConversationMemory.Data.Accounts;
using ConversationMemory.Services.Accounts;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace ConversationMemory.Web.Pages.Account;

[AllowAnonymous]
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class RegisterModel(Registration registration, SignInManager<User> signIn) : PageModel
{
    [BindProperty]
    [Required(ErrorMessage = "Enter your email address.")]
    [EmailAddress(ErrorMessage = "This is not an email address.")]
    [StringLength(256, ErrorMessage = "An email address has at most 256 characters.")]
    public string Email { get; set; } = "";

    [BindProperty]
    [Required(ErrorMessage = "Choose a password.")]
    [StringLength(200, ErrorMessage = "A password has at most 200 characters.")]
    public string Password { get; set; } = "";

    [BindProperty]
    [Display(Name = "Confirm password")]
    [Compare(nameof(Password), ErrorMessage = "The two passwords differ.")]
    public string ConfirmPassword { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public IActionResult OnGet() => User.UserId() is null ? Page() : this.Onward(ReturnUrl);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid) return Page();
        var user = new User { UserName = Email, Email = Email };
        var registered = await registration.RegisterAsync(user, Password, ct);
        if (!registered.Succeeded)
        {
            ModelState.AddErrors(registered, nameof(Password), emailField: nameof(Email));
            return Page();
        }

        await signIn.SignInAsync(user, isPersistent: true);
        return this.Onward(ReturnUrl);
    }
}
