using ConversationMemory.Services.Models.Providers;
using ConversationMemory.Services.Providers;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Admin.Providers;

/// <summary>Makes a provider, or changes the one with <see cref="Id"/>.</summary>
public sealed class EditModel(ProviderEditor editor, ProviderList list) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid? Id { get; set; }

    [BindProperty]
    public ProviderForm Form { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    /// <summary>As it is stored; null: it is a new one.</summary>
    public ListedProvider? Stored { get; private set; }

    /// <summary>Somebody else saved it in the meantime.</summary>
    public bool IsConflict { get; private set; }

    /// <param name="kind">The preset for a new one.</param>
    /// <param name="ct">Ends the reading.</param>
    public async Task<IActionResult> OnGetAsync(string? kind, CancellationToken ct)
    {
        if (!await ReadAsync(ct)) return NotFound();
        Form = Stored is null ? ProviderForm.Of(ProviderKind.Of(kind)) : ProviderForm.Of(Stored);
        return Show();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await ReadAsync(ct)) return NotFound();
        if (!ModelState.IsValid) return Show();
        var input = Form.ToInput();
        var save = Id is { } id
            ? await editor.SaveAsync(id, Form.Version, input, ct)
            : await editor.AddAsync(input, ct) is null ? ProviderSave.NameTaken : ProviderSave.Saved;
        return save switch
        {
            ProviderSave.Saved => Back($"{input.Name} is saved. Test it, to see whether it answers."),
            ProviderSave.Unchanged => Back($"{input.Name} is as it was: nothing was changed."),
            ProviderSave.NameTaken => Refuse("Form.Name", "There is a provider of this name already."),
            ProviderSave.SecretsNeeded => Refuse(
                Stored is { HasKey: true } ? "Form.Key" : "Form.Headers",
                "Key and headers go only to the address they were entered for. Enter them again for this one, or remove them."),
            ProviderSave.Conflict => await ConflictAsync(ct),
            ProviderSave.NoSuchProvider => NotFound(),
            _ => throw new InvalidOperationException($"A provider's save ended as {save}."),
        };
    }

    private async Task<bool> ReadAsync(CancellationToken ct)
    {
        Stored = Id is { } id ? await list.FindAsync(id, ct) : null;
        return Id is null || Stored is not null;
    }

    private RedirectToPageResult Back(string notice)
    {
        Notice = notice;
        return RedirectToPage("/Admin/Providers/Index");
    }

    private PageResult Refuse(string field, string problem)
    {
        ModelState.AddModelError(field, problem);
        return Show();
    }

    private async Task<IActionResult> ConflictAsync(CancellationToken ct)
    {
        if (!await ReadAsync(ct)) return NotFound();
        IsConflict = true;
        // To save again is to have read this.
        Form.Version = Stored!.Version;
        ModelState.Remove("Form.Version");
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Show();
    }

    // Whatever was typed of them is not sent back, not even to who typed it.
    private PageResult Show()
    {
        (Form.Key, Form.Headers) = (null, null);
        foreach (var secret in (string[])["Form.Key", "Form.Headers"])
            if (ModelState.TryGetValue(secret, out var entry)) (entry.RawValue, entry.AttemptedValue) = (null, null);
        foreach (var row in ModelState.Keys.Where(key => key.StartsWith("Form.Models[", StringComparison.Ordinal) && ModelState[key]!.Errors.Count == 0).ToList())
            ModelState.Remove(row);
        Form.AddBlankRows();
        return Page();
    }
}
