using ConversationMemory.Data.Retention;
using ConversationMemory.Services.Retention;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Pages.Admin.Retention;

/// <summary>What every policy says, and what comes out of them.</summary>
public sealed class IndexModel(RetentionPolicies policies, PolicyTargets targets) : PageModel
{
    private static readonly PolicyField[] InShort = [PolicyFields.Window, PolicyFields.Ttl, PolicyFields.AtEnd, PolicyFields.Archive, PolicyFields.Notice, PolicyFields.Trash];

    [TempData]
    public string? Notice { get; set; }

    public IReadOnlyList<PolicyRow> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        var stored = (await policies.ListAsync(ct)).ToDictionary(p => (p.Scope, p.ScopeId));
        var resolved = await targets.ResolvedAsync(ct);
        Rows = [.. (await targets.ListAsync(ct)).Select(target => new PolicyRow(
            target, Says(stored.GetValueOrDefault((target.Scope, target.Id))),
            resolved.GetValueOrDefault(target.Id) is { } comesOut ? ComesOut(comesOut) : []))];
    }

    private static List<string> Says(RetentionPolicy? policy) => policy is null
        ? []
        : [.. from field in PolicyFields.All
              let value = field.Get(policy)
              let isLocked = policy.Locked.Contains(field.Column)
              where value is not null || isLocked
              select $"{field.Label}: {(value is null ? "inherited" : field.Describe(value))}{(isLocked ? " (locked)" : "")}"];

    private static List<string> ComesOut(ResolvedPolicy policy)
    {
        var rules = new RetentionPolicy
        {
            WindowMessages = policy.WindowMessages ?? 0,
            TtlDays = policy.TtlDays,
            AtEnd = policy.AtEnd,
            ArchiveDays = policy.ArchiveDays,
            NoticeDays = policy.NoticeDays,
            TrashDays = policy.TrashDays,
        };
        return [.. InShort.Select(field => $"{field.Label}: {field.Describe(field.Get(rules)!)}")];
    }
}

/// <param name="Says">What is set there; empty: nothing.</param>
/// <param name="ComesOut">What holds in the end, for agents.</param>
public sealed record PolicyRow(PolicyTarget Target, IReadOnlyList<string> Says, IReadOnlyList<string> ComesOut)
{
    public string Path => Target.Scope switch
    {
        PolicyScope.System => "/admin/retention/system",
        PolicyScope.Organisation => $"/admin/retention/organisations/{Target.Id}",
        _ => $"/admin/retention/agents/{Target.Id}",
    };
}
