using ConversationMemory.Data.Templates;
using ConversationMemory.Services.Templates;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Templates;

/// <summary>Makes a template of a conversation, or of its opening.</summary>
public sealed class SaveModel(ConversationTemplates templates) : PageModel
{
    [BindProperty]
    public TemplateForm Form { get; set; } = new();

    public IReadOnlyList<TemplateMessage> Opening { get; private set; } = [];

    public string? Problem { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await templates.OpeningAsync(id, null, ct) is not { } opening) return NotFound();
        Opening = opening.Messages;
        Form.AgentId = opening.Conversation.AgentId;
        Form.Agents = await templates.AgentsAsync(ct);
        Form.Name = string.Concat(opening.Conversation.Title.EnumerateRunes().Take(ConversationTemplate.MaxNameLength)).TrimEnd();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (await templates.OpeningAsync(id, null, ct) is not { } opening) return NotFound();
        Opening = opening.Messages;
        try
        {
            var template = await templates.AddAsync(opening.Conversation.AgentId, Form.Text([.. Opening.Take(Form.First ?? Opening.Count)]), ct);
            return Redirect($"/templates/{template}");
        }
        catch (TemplateException refused)
        {
            Problem = refused.Message;
            Form.Agents = await templates.AgentsAsync(ct);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
    }
}
