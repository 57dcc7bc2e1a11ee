using ConversationMemory.Data.Retention;
using ConversationMemory.Services.Retention;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Admin.Retention;

/// <summary>What every policy says, and what comes out of them.</summary>
public sealed class IndexModel(RetentionPolicies policies, PolicyTargets targets) : PageModel
{
    [TempData]
    public string? Notice { get; set; }

    public IReadOnlyList<PolicyRow> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        var stored = (await policies.ListAsync(ct)).ToDictionary(p => (p.Scope, p.ScopeId));
        var resolved = await targets.ResolvedAsync(ct);
        Rows = [.. (await targets.ListAsync(ct)).Select(target => Row(
            target, stored.GetValueOrDefault((target.Scope, target.Id)), resolved.GetValueOrDefault(target.Id)))];
    }

    private static PolicyRow Row(PolicyTarget target, RetentionPolicy? policy, ResolvedPolicy? resolved) => new(
        target,
        DisplayValue(policy),
        target.Scope == PolicyScope.System ? InShort(policy!) : resolved is null ? null : InShort(RulesOf(resolved)));

    /// <summary>What is set; of the system's policy, which says everything, only what is locked.</summary>
    private static List<string> DisplayValue(RetentionPolicy? policy) => policy is null
        ? []
        : [.. from field in PolicyFields.All
              let value = policy.Scope == PolicyScope.System ? null : field.Get(policy)
              let isLocked = policy.Locked.Contains(field.Column)
              where value is not null || isLocked
              select $"{field.Label}: {(value is null ? "" : field.Describe(value))}{(isLocked ? " locked" : "")}"];

    private static string InShort(RetentionRules rules)
    {
        string DisplayValue(PolicyField field) => field.Describe(field.Get(rules)!);
        var end = rules.AtEnd == EndAction.Archive
            ? $"the archive{(rules.ArchiveDays == 0 ? "" : " for " + DisplayValue(PolicyFields.Archive))}"
            : $"the trash for {DisplayValue(PolicyFields.Trash)}";
        var then = rules.TtlDays == 0 ? "" : $", then {end}; {DisplayValue(PolicyFields.Notice)} of notice";
        return $"{DisplayValue(PolicyFields.Window)} kept, lifetime {DisplayValue(PolicyFields.Ttl)}{then}";
    }

    private static RetentionPolicy RulesOf(ResolvedPolicy policy) => new()
    {
        WindowMessages = policy.WindowMessages ?? 0,
        TtlDays = policy.TtlDays,
        AtEnd = policy.AtEnd,
        ArchiveDays = policy.ArchiveDays,
        NoticeDays = policy.NoticeDays,
        TrashDays = policy.TrashDays,
    };
}

/// <param name="DisplayValue">What is set there; empty: nothing.</param>
/// <param name="Effective">What holds in the end, in short, for the system and for agents.</param>
public sealed record PolicyRow(PolicyTarget Target, IReadOnlyList<string> DisplayValue, string? Effective)
{
    public string Path => Target.Scope switch
    {
        PolicyScope.System => "/admin/retention/system",
        PolicyScope.Organisation => $"/admin/retention/organisations/{Target.Id}",
        _ => $"/admin/retention/agents/{Target.Id}",
    };
}
