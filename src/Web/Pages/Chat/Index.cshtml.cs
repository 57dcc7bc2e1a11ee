using ConversationMemory.Services.Chat;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Messages.Access;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Pages.TagHelpers;
using ConversationMemory.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace ConversationMemory.Web.Pages.Chat;

/// <summary>The chat page. A message is sent to the page's own address.</summary>
[EnableRateLimiting(RateLimits.Chat)]
[ForMembers(ConversationRole.Reader, ConversationRole.Writer)]
public sealed class IndexModel(ChatReader reader, ChatTurns turns) : PageModel
{
    public ChatView Chat { get; private set; } = null!;

    /// <summary>How often a page without script has looked for the reply.</summary>
    [BindProperty(SupportsGet = true)]
    public int Look { get; set; }

    /// <summary>The message that a search opens.</summary>
    [BindProperty(SupportsGet = true)]
    public int? At { get; set; }

    // A page route of its own, so that the newest conversation does not open instead.
    private bool IsNew => Request.Path.Value?.EndsWith("/new", StringComparison.Ordinal) == true;

    public async Task<IActionResult> OnGetAsync(Guid? id, CancellationToken ct)
    {
        if (id is null && !IsNew && await reader.NewestAsync(ct) is { } newest) return Redirect($"/chat/{newest}");
        if (await reader.ReadAsync(id, ct, At) is not { } chat) return NotFound();
        Chat = chat;
        if (TempData[ChatAnswers.Problem] is string problem)
        {
            Chat = chat with { Composer = chat.Composer with { Problem = problem } };
            return Page();
        }

        if (TempData[ChatAnswers.Draft] is string draft)
        {
            Chat = chat with { Composer = chat.Composer with { Text = draft } };
            return Page();
        }

        return this.IsUnchanged(PageVersion.Of(chat, HttpContext)) ? StatusCode(StatusCodes.Status304NotModified) : Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid? id, string? message, string? key, Guid? agentId, CancellationToken ct)
    {
        try
        {
            return await SentAsync(await SendAsync(new SendRequest(id, agentId, message, key, ReaderTimeZone.NameOf(HttpContext)), ct), ct);
        }
        catch (ProblemException problem) when (problem.Problem == ProblemKind.NoConversation)
        {
            return NotFound();
        }
        catch (ProblemException problem)
        {
            return await RefuseAsync(id, message, problem, ct);
        }
    }

    private async Task<SentMessage> SendAsync(SendRequest request, CancellationToken ct)
    {
        try
        {
            return await turns.SendAsync(request, ct);
        }
        catch (ProblemException problem) when (problem.Problem == ProblemKind.KeyReused)
        {
            // A page that the browser had kept still carries the key of the message sent from it; this is another message.
            return await turns.SendAsync(request with { Key = null }, ct);
        }
    }

    private async Task<IActionResult> SentAsync(SentMessage sent, CancellationToken ct)
    {
        var url = $"/chat/{sent.ConversationId}";
        if (!Request.IsHtmx()) return Redirect($"{url}#m-{sent.UserSeq}");
        Response.Headers["HX-Trigger"] = "conversations-changed";
        if (RouteData.Values["id"] is null)
        {
            Response.Headers["HX-Redirect"] = url;
            return new NoContentResult();
        }

        return await reader.ReadConversationAsync(sent.ConversationId, ct) is { } chat
            ? Partial("_Sent", new SentView(chat, sent.UserSeq))
            : NotFound();
    }

    // The text stays in the form: with script where it was, without in the page that comes back.
    private async Task<IActionResult> RefuseAsync(Guid? id, string? message, ProblemException problem, CancellationToken ct)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        if (Request.IsHtmx()) return Partial("_Refused", problem.Message);
        if (await reader.ReadAsync(id, ct) is not { } chat) return NotFound();
        Chat = chat with { Composer = chat.Composer with { Text = message ?? "", Problem = problem.Message } };
        return Page();
    }
}
