using ConversationMemory.Services.Messages;
using ConversationMemory.Web.Accounts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Chat;

/// <summary>How the pages around a conversation answer: fragments to htmx, a redirect to a browser without script.</summary>
internal static class ChatAnswers
{
    /// <summary>What the chat page is to say when it is next shown, in the temporary data.</summary>
    public const string Problem = "problem";

    /// <summary>What it is to put into the message box then.</summary>
    public const string Draft = "draft";

    /// <summary>Shows the conversation as it is now.</summary>
    public static async Task<IActionResult> ShowAsync(this PageModel page, ChatReader reader, Guid id, int? seq, CancellationToken ct)
    {
        if (!page.Request.IsHtmx()) return new RedirectResult(seq is null ? $"/chat/{id}" : $"/chat/{id}#m-{seq}");
        return await reader.ReadConversationAsync(id, ct) is { } chat ? page.Partial("_Whole", chat) : page.NotFound();
    }

    /// <summary>Says why something cannot be done.</summary>
    public static IActionResult Refuse(this PageModel page, Guid id, ProblemException problem) =>
        problem.Problem == ProblemKind.NoConversation ? page.NotFound() : page.Refuse(id, problem.Message);

    /// <summary>The same in given words.</summary>
    public static IActionResult Refuse(this PageModel page, Guid id, string why)
    {
        if (!page.Request.IsHtmx())
        {
            page.TempData[Problem] = why;
            return new RedirectResult($"/chat/{id}");
        }

        page.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return page.Partial("_Refused", why);
    }
}
