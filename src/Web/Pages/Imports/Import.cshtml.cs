using ConversationMemory.Data;
using ConversationMemory.Services.Imports;
using ConversationMemory.Services.Messages;
using ConversationMemory.Web.Accounts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

using ImportsService = ConversationMemory.Services.Imports.Imports;

namespace ConversationMemory.Web.Pages.Imports;

/// <summary>One import: being read, to be looked at, running, done.</summary>
[RequestFormLimits(ValueCountLimit = 2000)]
public sealed class ImportModel(AppDbContext db, ImportsService imports, ImportPreviews previews) : PageModel
{
    [TempData]
    public string? Refusal { get; set; }

    public ImportView View { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, int from, Guid? agent, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await previews.ReadAsync(id, agent, branches: false, ct) is not { } preview) return NotFound();
        var owner = db.CurrentUser.RequiredId;
        var entries = await db.ImportEntries.AsNoTracking().Where(e => e.OwnerId == owner && e.ImportId == id && e.Position >= from)
            .OrderBy(e => e.Position).Take(ImportView.PageSize + 1).ToListAsync(ct);
        View = new ImportView(preview, [.. entries.Take(ImportView.PageSize)], from, entries.Count > ImportView.PageSize ? entries[^1].Position : null) { Refusal = Refusal };
        Response.Headers.Vary = "HX-Request";
        Response.Headers.CacheControl = "private, no-store";
        return Request.IsHtmx() ? Partial("_Import", View) : Page();
    }

    /// <summary>With whom they go on, and whether the other branches come too.</summary>
    public async Task<IActionResult> OnPostLookAsync(Guid id, ChosenEntries form, CancellationToken ct)
    {
        await imports.ChooseBranchesAsync(id, form.Branches, ct);
        return Request.IsHtmx() ? await OnGetAsync(id, form.From, form.Agent, ct) : Back(id, form, form.From);
    }

    public async Task<IActionResult> OnPostChooseAsync(Guid id, ChosenEntries form, CancellationToken ct)
    {
        await imports.ChooseAsync(id, form.Shown ?? [], form.Chosen ?? [], ct);
        return Back(id, form, form.To ?? form.From);
    }

    public async Task<IActionResult> OnPostAllAsync(Guid id, ChosenEntries form, bool none, CancellationToken ct)
    {
        await imports.ChooseAllAsync(id, !none, form.Branches, ct);
        return Back(id, form, form.From);
    }

    public async Task<IActionResult> OnPostRunAsync(Guid id, ChosenEntries form, CancellationToken ct)
    {
        try
        {
            await imports.ChooseAsync(id, form.Shown ?? [], form.Chosen ?? [], ct);
            await imports.RunAsync(id, new ImportChoice(form.Agent, IncludeBranches: false), entries: null, ct);
        }
        catch (Exception refused) when (refused is ImportException or ProblemException)
        {
            Refusal = refused.Message;
        }

        return Back(id, form, 0);
    }

    public async Task<IActionResult> OnPostUndoAsync(Guid id, CancellationToken ct)
    {
        try
        {
            await imports.UndoAsync(id, ct);
        }
        catch (ImportException refused) when (refused.Code == "no_import")
        {
            return NotFound();
        }
        catch (ImportException refused)
        {
            Refusal = refused.Message;
        }

        return RedirectToPage(new { id });
    }

    private RedirectToPageResult Back(Guid id, ChosenEntries form, int from) => RedirectToPage(new { id, from, agent = form.Agent });
}

/// <summary>What was ticked on a page of entries.</summary>
public sealed class ChosenEntries
{
    /// <summary>Positions of the entries that could be ticked. Null at first: binding leaves a list that is there as it is.</summary>
    public IReadOnlyList<int>? Shown { get; set; }

    public IReadOnlyList<int>? Chosen { get; set; }
    public Guid? Agent { get; set; }
    public bool Branches { get; set; }
    public int From { get; set; }

    /// <summary>The page to go to.</summary>
    public int? To { get; set; }
}
