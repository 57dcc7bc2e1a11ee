using System.Diagnostics.CodeAnalysis;
using ConversationMemory.Data.Retention;
using ConversationMemory.Services.Conversations;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Retention;
using ConversationMemory.Web.Pages.Admin.Retention;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Conversations;

/// <summary>Why a conversation of one's own is kept or goes, until when, and what may be set for it alone.</summary>
public sealed class RetentionModel(RetentionExplanations explanations, ConversationPolicies policies) : PageModel
{
    /// <summary>By column.</summary>
    [BindProperty]
    [SuppressMessage("Usage", "CA2227", Justification = "Model binding replaces it.")]
    public Dictionary<string, PolicyInput> Fields { get; set; } = [];

    [TempData]
    public string? Notice { get; set; }

    public RetentionExplanation Explanation { get; private set; } = null!;

    /// <summary>The fields that are its owner's to set; empty once it has left the list.</summary>
    public IReadOnlyList<PolicyFieldView> Own { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) => await ShowAsync(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        try
        {
            await policies.SaveAsync(id, Fields.ToDictionary(f => f.Key, f => f.Value.Value), ct);
        }
        catch (ProblemException)
        {
            return NotFound();
        }
        catch (PolicyException refused)
        {
            foreach (var problem in refused.Problems) ModelState.AddModelError(problem.Column, problem.Message);
            return await ShowAsync(id, ct) ? Page() : NotFound();
        }

        Notice = "Saved.";
        return RedirectToPage();
    }

    private async Task<bool> ShowAsync(Guid id, CancellationToken ct)
    {
        if (await explanations.OfMineAsync(id, ct) is not { } found) return false;
        Explanation = found;
        var own = await policies.FindAsync(id, ct) ?? new ConversationPolicy();
        if (found.State is ConversationState.Live or ConversationState.Expiring)
            Own = [.. PolicyFields.OfConversations.Select(field => View(field, own))];
        return true;
    }

    private PolicyFieldView View(PolicyField field, ConversationPolicy own)
    {
        var holds = Explanation.Wider.Single(f => f.Column == field.Column);
        return new PolicyFieldView(
            field,
            Fields.GetValueOrDefault(field.Column) ?? PolicyInput.Of(field, own, []),
            new InheritedView(holds.DisplayValue, holds.Scope, holds.IsLocked),
            ModelState.TryGetValue(field.Column, out var state) && state.Errors.Count > 0 ? state.Errors[0].ErrorMessage : null,
            MayLock: false);
    }
}
