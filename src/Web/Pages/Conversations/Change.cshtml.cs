using System.Globalization;
using ConversationMemory.Services.Conversations;
using ConversationMemory.Web.Accounts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Conversations;

/// <summary>Changes one conversation or several, and goes back to where that was asked for.</summary>
public sealed class ChangeModel(ConversationLifecycle lifecycle) : PageModel
{
    public const string Notice = "conversations-notice";
    public const string Problem = "conversations-problem";

    /// <summary>The ids that an "Undo" restores.</summary>
    public const string Undo = "conversations-undo";

    // A page of the list, and some to spare.
    private const int Most = 200;

    public IActionResult OnGet() => Redirect("/conversations");

    public async Task<IActionResult> OnPostAsync(Guid[] ids, [BindRequired] ConversationChange? change, string? back, CancellationToken ct)
    {
        if (!ModelState.IsValid || change is not { } wanted || !Enum.IsDefined(wanted) || ids.Length > Most) return BadRequest();
        var changes = await lifecycle.ChangeAsync(ids, wanted, ct);
        if (ids.Length == 0) TempData[Problem] = "Choose at least one conversation first.";
        if (changes.Done.Count > 0) TempData[Notice] = Text(wanted, changes.Done.Count);
        if (changes.Problems.Count > 0) TempData[Problem] = string.Join(' ', changes.Problems);
        // The address of a page holds no more than a cookie; so many are restored on the page of the trash.
        if (wanted is ConversationChange.Delete or ConversationChange.Archive && changes.Done.Count is > 0 and <= 50) TempData[Undo] = string.Join(',', changes.Done);
        var goal = Url.IsLocalUrl(back) ? back : "/conversations";
        if (!Request.IsHtmx()) return LocalRedirect(goal);
        // From the sidebar: the conversation that is open stays open, unless it is the one that goes.
        Response.Headers["HX-Redirect"] = Request.OpenConversation() is { } open && !ids.Contains(open) ? $"/chat/{open}" : goal;
        return new NoContentResult();
    }

    private static string Text(ConversationChange change, int count)
    {
        var conversations = count == 1 ? "The conversation" : string.Create(CultureInfo.InvariantCulture, $"{count} conversations");
        var (be, have) = count == 1 ? ("is", "has") : ("are", "have");
        return change switch
        {
            ConversationChange.Delete => $"{conversations} {be} in the trash now.",
            ConversationChange.Remove => $"{conversations} {be} deleted for good. The receipt is on your account's page.",
            ConversationChange.Restore => $"{conversations} {be} back, with another full term.",
            ConversationChange.Archive => $"{conversations} {be} in the archive now.",
            ConversationChange.Extend => $"{conversations} {have} another full term from now.",
            ConversationChange.Pin => $"{conversations} {be} pinned, and {have} no end.",
            _ => $"{conversations} {be} no longer pinned.",
        };
    }
}
