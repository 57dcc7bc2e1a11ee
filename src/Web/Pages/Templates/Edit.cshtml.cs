using ConversationMemory.Services.Templates;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Templates;

/// <summary>Edits a template of one's own.</summary>
public sealed class EditModel(ConversationTemplates templates) : PageModel
{
    [BindProperty]
    public TemplateForm Form { get; set; } = new();

    public string? Problem { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid template, CancellationToken ct)
    {
        if (await templates.FindAsync(template, ct) is not { IsMine: true } found) return NotFound();
        Form = TemplateForm.Of(found);
        Form.Agents = await templates.AgentsAsync(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid template, CancellationToken ct)
    {
        try
        {
            if (!await templates.ChangeAsync(template, Form.Text(), ct)) return NotFound();
            TempData["Notice"] = "The template is saved.";
            return Redirect("/templates");
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
