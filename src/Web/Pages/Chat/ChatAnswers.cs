using ConversationMemory.Services.Chat;
using ConversationMemory.Web.Accounts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Chat;

/// <summary>How the pages around a conversation answer: fragments to htmx, a redirect to a browser without script.</summary>
internal static class ChatAnswers
{
    /// <summary>Shows the conversation as it is now.</summary>
    public static async Task<IActionResult> ShowAsync(this PageModel page, ChatReader reader, Guid id, int? seq, CancellationToken ct)
    {
        if (!page.Request.IsHtmx()) return new RedirectResult(seq is null ? $"/chat/{id}" : $"/chat/{id}#m-{seq}");
        return await reader.ReadConversationAsync(id, ct) is { } chat ? page.Partial("_Whole", chat) : page.NotFound();
    }

    /// <summary>Says why something cannot be done.</summary>
    public static IActionResult Refuse(this PageModel page, Guid id, ChatException problem)
    {
        if (problem.Problem == ChatProblem.NoConversation) return page.NotFound();
        if (!page.Request.IsHtmx()) return new RedirectResult($"/chat/{id}");
        page.Response.StatusCode = problem.Problem == ChatProblem.NotNewest
            ? StatusCodes.Status409Conflict
            : StatusCodes.Status422UnprocessableEntity;
        return page.Partial("_Refused", problem.Message);
    }
}
