using ConversationMemory.Services.Chat;
using ConversationMemory.Services.Messages;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Pages.TagHelpers;
using ConversationMemory.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace ConversationMemory.Web.Pages.Chat;

/// <summary>Edits the newest question and has it answered anew.</summary>
[EnableRateLimiting(RateLimits.Chat)]
public sealed class EditModel(ChatTurns turns, ChatReader reader) : PageModel
{
    public EditView Message { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, int seq, CancellationToken ct)
    {
        var text = await reader.QuestionAsync(id, seq, ct);
        return text is null ? NotFound() : Show(id, seq, text, null);
    }

    public async Task<IActionResult> OnPostAsync(Guid id, int seq, string? text, CancellationToken ct)
    {
        try
        {
            var sent = await turns.EditAsync(id, seq, text, ReaderTimeZone.NameOf(HttpContext), ct);
            return await this.ShowAsync(reader, id, sent.UserSeq, ct);
        }
        catch (ProblemException problem) when (problem.Problem is ProblemKind.NoConversation)
        {
            return NotFound();
        }
        catch (ProblemException problem)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Show(id, seq, text ?? "", problem.Message);
        }
    }

    private IActionResult Show(Guid id, int seq, string text, string? problem)
    {
        Message = new EditView(id, $"/chat/{id}/messages/{seq}/edit", $"m-{seq}", "Edit your message", text, problem);
        return Request.IsHtmx() ? Partial("_EditMessage", Message) : Page();
    }
}
