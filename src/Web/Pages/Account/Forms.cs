using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Account;

/// <summary>What the account's forms share.</summary>
internal static class Forms
{
    /// <summary>To where the person wanted to go, if that is a page of ours; else to the chat.</summary>
    public static IActionResult Onward(this PageModel page, string? returnUrl) =>
        page.LocalRedirect(page.Url.IsLocalUrl(returnUrl) ? returnUrl : "/chat");

    /// <summary>Shows Identity's refusals at the fields they are about, each once.</summary>
    public static void AddErrors(this ModelStateDictionary state, IdentityResult refused, string passwordField, string emailField = "")
    {
        foreach (var error in refused.Errors.DistinctBy(e => e.Description))
        {
            var isPassword = error.Code.StartsWith("Password", StringComparison.Ordinal);
            state.AddModelError(isPassword ? passwordField : emailField, error.Description);
        }
    }
}
