using System.Diagnostics.CodeAnalysis;
using System.Text;
using ConversationMemory.Data.Chat;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Templates;
using ConversationMemory.Web.Pages.Chat;
using ConversationMemory.Web.Pages.TagHelpers;
using ConversationMemory.Web.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;

namespace ConversationMemory.Web.Pages.Templates;

/// <summary>Asks for what a template leaves open, and begins a conversation with it.</summary>
[EnableRateLimiting(RateLimits.Chat)]
public sealed class StartModel(ConversationTemplates templates, TemplateStart start) : PageModel
{
    // It travels in a cookie, which holds no more.
    private const int LongestDraft = 6000;

    public Template Template { get; private set; } = null!;

    public string? Problem { get; private set; }

    /// <summary>By the names of placeholders.</summary>
    [BindProperty]
    [SuppressMessage("Usage", "CA2227", Justification = "Model binding replaces it.")]
    public Dictionary<string, string> Values { get; set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid template, CancellationToken ct)
    {
        if (await templates.FindAsync(template, ct) is not { } found) return NotFound();
        Template = found;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid template, bool send, CancellationToken ct)
    {
        if (await templates.FindAsync(template, ct) is not { } found) return NotFound();
        Template = found;
        var values = Placeholders.Values(Values);
        var isDraft = !send && found.Messages[^1].Role == MessageRole.User;
        if (isDraft && Encoding.UTF8.GetByteCount(Placeholders.Fill(found.Messages[^1].Content, values)) > LongestDraft)
            return Refuse("The question is too long to be put into the message box. Send it, and edit it in the conversation.");
        try
        {
            var started = (await start.StartAsync(template, values, send, ReaderTimeZone.NameOf(HttpContext), ct))!;
            if (started.Draft is not null) TempData[ChatAnswers.Draft] = started.Draft;
            return Redirect($"/chat/{started.ConversationId}");
        }
        catch (ProblemException refused)
        {
            return Refuse(refused.Message);
        }
    }

    private PageResult Refuse(string why)
    {
        Problem = why;
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
