using System.Diagnostics.CodeAnalysis;
using ConversationMemory.Data.Retention;
using ConversationMemory.Services.Retention;
using ConversationMemory.Web.Accounts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Admin.Retention;

/// <summary>The policy of the system, an organisation or an agent. What would end more than today's is simulated and confirmed first.</summary>
public sealed class EditModel(RetentionPolicies policies, PolicyTargets targets, PolicySimulator simulator, MessageWindows windows) : PageModel
{
    /// <summary>By column. A field that is not sent stays as it is: what a wider policy locks is not in the form.</summary>
    [BindProperty]
    [SuppressMessage("Usage", "CA2227", Justification = "Model binding replaces it.")]
    public Dictionary<string, PolicyInput> Fields { get; set; } = [];

    /// <summary>Window and lifetime are those of the settings. The system's policy only.</summary>
    [BindProperty]
    public bool UsesAppSettings { get; set; }

    /// <summary>The fingerprint of the policy whose effects the admin has seen and wants.</summary>
    [BindProperty]
    public string? Confirmed { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public PolicyTarget Target { get; private set; } = null!;

    /// <summary>As it is stored.</summary>
    public RetentionPolicy Policy { get; private set; } = null!;

    public SimulationView Simulation { get; private set; } = new();

    public bool IsStored => Policy.UpdatedAt != default;

    /// <summary>What the settings say, in words.</summary>
    public string Configured =>
        $"{PolicyFields.Window.Describe($"{windows.Messages}")} kept, lifetime {PolicyFields.Ttl.Describe($"{windows.TtlDays}")}";

    private InheritedPolicies wider = InheritedPolicies.None;

    public async Task<IActionResult> OnGetAsync(string place, Guid? id, CancellationToken ct)
    {
        if (!await FindAsync(place, id, ct)) return NotFound();
        UsesAppSettings = Policy.FollowsSettings;
        Fields = PolicyFields.All.ToDictionary(f => f.Column, f => PolicyInput.Of(f, Policy, Policy.Locked));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string place, Guid? id, CancellationToken ct)
    {
        if (!await FindAsync(place, id, ct)) return NotFound();
        if (Read() is not { } proposed) return Page();
        if (!await IsConfirmedAsync(proposed, removes: false, ct)) return Page();
        var changed = await policies.SaveAsync(proposed, wider, ct);
        return Done(
            "The policy is saved."
            + (changed == 0 ? "" : $" {changed} conversations were brought within their window.")
            + (Policy.FollowsSettings && !proposed.FollowsSettings ? " Messages kept and lifetime no longer follow the app’s settings." : ""));
    }

    public async Task<IActionResult> OnPostSimulateAsync(string place, Guid? id, CancellationToken ct)
    {
        if (!await FindAsync(place, id, ct)) return NotFound();
        Simulation = Read() is { } proposed
            ? await SimulateAsync(proposed, removes: false, ct)
            : new SimulationView(Problem: "Some fields cannot be as they are: " + ModelState.Values.SelectMany(v => v.Errors).First().ErrorMessage);
        Response.Headers.Vary = "HX-Request";
        return Request.IsHtmx() ? Partial("_Simulation", Simulation) : Page();
    }

    public async Task<IActionResult> OnPostRemoveAsync(string place, Guid? id, CancellationToken ct)
    {
        if (!await FindAsync(place, id, ct) || Target.Scope == PolicyScope.System) return NotFound();
        var nothing = new RetentionPolicy { Scope = Target.Scope, ScopeId = Target.Id };
        if (!await IsConfirmedAsync(nothing, removes: true, ct)) return Page();
        await policies.RemoveAsync(Target.Scope, Target.Id, ct);
        return Done($"The policy of {Target.Name} is removed. The wider ones hold for it now.");
    }

    /// <summary>A field as the form shows it; what is locked by a wider policy is shown and not asked for.</summary>
    public PolicyFieldView View(PolicyField field) => new(
        field, Fields.GetValueOrDefault(field.Column) ?? PolicyInput.Of(field, Policy, Policy.Locked),
        InheritedView.Of(field, wider.Of(field)),
        ModelState.TryGetValue(field.Column, out var state) && state.Errors.Count > 0 ? state.Errors[0].ErrorMessage : null,
        MayLock: true);

    private async Task<bool> FindAsync(string place, Guid? id, CancellationToken ct)
    {
        var scope = place switch
        {
            "system" => PolicyScope.System,
            "organisations" => PolicyScope.Organisation,
            _ => PolicyScope.Agent,
        };
        if (await targets.FindAsync(scope, id ?? Guid.Empty, ct) is not { } target) return false;
        Target = target;
        Policy = await policies.ReadAsync(scope, target.Id, ct);
        wider = await policies.WiderAsync(scope, target.OrganisationId, ct);
        return true;
    }

    /// <returns>The policy as the form has it; null where it is refused, with the reasons at their fields.</returns>
    private RetentionPolicy? Read()
    {
        var proposed = new RetentionPolicy
        {
            Scope = Target.Scope,
            ScopeId = Target.Id,
            MaxMessageLength = Policy.MaxMessageLength,
            MaxToolCallSize = Policy.MaxToolCallSize,
        };
        foreach (var field in PolicyFields.All) Read(field, proposed);
        proposed.Locked = [.. PolicyFields.All.Where(IsLocked).Select(f => f.Column)];
        Follow(proposed);
        if (ModelState.IsValid)
            foreach (var problem in PolicyRules.Check(proposed, wider)) ModelState.AddModelError(problem.Column, problem.Message);
        return ModelState.IsValid ? proposed : null;
    }

    private void Read(PolicyField field, RetentionPolicy proposed)
    {
        var value = Fields.TryGetValue(field.Column, out var input) ? input.Value : field.Get(Policy);
        if (value is not null && field.Validate(value) is { } refusal) ModelState.AddModelError(field.Column, refusal);
        else field.Set(proposed, value);
    }

    private bool IsLocked(PolicyField field) =>
        Fields.TryGetValue(field.Column, out var input) ? input.Locked : Policy.Locked.Contains(field.Column);

    /// <summary>They are followed until an admin sets something else, and again once an admin says so.</summary>
    private void Follow(RetentionPolicy proposed)
    {
        if (!UsesAppSettings || Target.Scope != PolicyScope.System) return;
        var isSetHere = (proposed.WindowMessages, proposed.TtlDays) != (Policy.WindowMessages, Policy.TtlDays);
        if (Policy.FollowsSettings && isSetHere) return;
        proposed.FollowsSettings = true;
        windows.Follow(proposed);
    }

    private async Task<bool> IsConfirmedAsync(RetentionPolicy proposed, bool removes, CancellationToken ct)
    {
        if (Confirmed == PolicyChanges.Fingerprint(proposed)) return true;
        Simulation = await SimulateAsync(proposed, removes, ct) with { IsAsked = true };
        return !Simulation.Simulation!.EndsMore;
    }

    private async Task<SimulationView> SimulateAsync(RetentionPolicy proposed, bool removes, CancellationToken ct)
    {
        var simulation = await simulator.RunAsync(proposed, ct);
        return new SimulationView(simulation, Confirmation: simulation.EndsMore ? PolicyChanges.Fingerprint(proposed) : null, Removes: removes);
    }

    private RedirectToPageResult Done(string notice)
    {
        Notice = notice;
        return RedirectToPage("/Admin/Retention/Index");
    }
}
