using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Account;

public sealed class IndexModel : PageModel
{
    /// <summary>What another page has just done, to be said once.</summary>
    [TempData]
    public string? Notice { get; set; }
}
