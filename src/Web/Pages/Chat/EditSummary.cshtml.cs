using ConversationMemory.Data;
using ConversationMemory.Data.Summaries;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Summaries;
using ConversationMemory.Services.Text.Rendering;
using ConversationMemory.Web.Accounts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Web.Pages.Chat;

/// <summary>Edits the current summary; what it was stays as an earlier version.</summary>
public sealed class EditSummaryModel(AppDbContext db, Summarizer summarizer, ChatReader reader) : PageModel
{
    public EditView Summary { get; private set; } = null!;

    /// <summary>All versions, the current one first.</summary>
    public IReadOnlyList<SummaryView> Versions { get; private set; } = [];

    public Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) => ShowAsync(id, null, null, ct);

    public async Task<IActionResult> OnPostAsync(Guid id, string? text, CancellationToken ct)
    {
        try
        {
            return await summarizer.EditAsync(id, text, ct) ? await this.ShowAsync(reader, id, null, ct) : NotFound();
        }
        catch (ProblemException problem)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return await ShowAsync(id, text ?? "", problem.Message, ct);
        }
    }

    private async Task<IActionResult> ShowAsync(Guid id, string? text, string? problem, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var versions = await db.Summaries
            .Where(s => s.OwnerId == db.CurrentUser.RequiredId && s.ConversationId == id)
            .OrderByDescending(s => s.Version)
            .AsNoTracking()
            .ToListAsync(ct);
        if (versions.Count == 0) return NotFound();
        Versions = [.. versions.Select(View)];
        Summary = new EditView(
            id, $"/chat/{id}/summary", "summary", $"Summary of messages {versions[0].FromSeq}–{versions[0].ThroughSeq}",
            text ?? versions[0].Content, problem);
        return Request.IsHtmx() ? Partial("_EditMessage", Summary) : Page();
    }

    private static SummaryView View(Summary summary) => new(
        summary.ConversationId, summary.Version, summary.FromSeq, summary.ThroughSeq, summary.Source, summary.CreatedAt,
        SafeMarkdown.ToHtml(summary.Content));
}
