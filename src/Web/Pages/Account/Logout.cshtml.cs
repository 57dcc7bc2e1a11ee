using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Operations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Account;

// For everybody: a session that has ended meanwhile still leaves drafts and pages in the browser.
[AllowAnonymous]
[WorksReadOnly]
public sealed class LogoutModel : PageModel
{
    public async Task<IActionResult> OnPostAsync()
    {
        await HttpContext.EndSessionAsync();
        return RedirectToPage("/Account/Login");
    }
}
