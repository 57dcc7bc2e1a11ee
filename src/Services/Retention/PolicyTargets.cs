using ConversationMemory.Data;
using ConversationMemory.Data.Accounts;
using ConversationMemory.Data.Retention;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Retention;

/// <summary>What a policy can be set for.</summary>
/// <param name="Id"><see cref="Guid.Empty"/> for the system.</param>
/// <param name="OrganisationId">An agent's organisation, or the organisation itself.</param>
public sealed record PolicyTarget(PolicyScope Scope, Guid Id, string Name, Guid OrganisationId);

/// <summary>The system, the organisations and the agents that the signed-in admin sees.</summary>
public sealed class PolicyTargets(AppDbContext db, AccountsDbContext accounts)
{
    private static readonly PolicyTarget System = new(PolicyScope.System, Guid.Empty, "System", Guid.Empty);

    public async Task<IReadOnlyList<PolicyTarget>> ListAsync(CancellationToken ct) =>
        [System, .. await Organisations().ToListAsync(ct), .. await AgentsAsync(ct)];

    /// <returns>Null: there is no such thing.</returns>
    public async Task<PolicyTarget?> FindAsync(PolicyScope scope, Guid id, CancellationToken ct) => scope switch
    {
        PolicyScope.System => id == Guid.Empty ? System : null,
        PolicyScope.Organisation => (await Organisations().ToListAsync(ct)).SingleOrDefault(o => o.Id == id),
        _ => (await AgentsAsync(ct)).SingleOrDefault(a => a.Id == id),
    };

    /// <summary>What holds for the conversations of each agent.</summary>
    public async Task<IReadOnlyDictionary<Guid, ResolvedPolicy>> ResolvedAsync(CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        return await db.ResolvedPolicies.AsNoTracking().ToDictionaryAsync(p => p.AgentId, ct);
    }

    private IQueryable<PolicyTarget> Organisations() =>
        accounts.Organisations.OrderBy(o => o.Name).Select(o => new PolicyTarget(PolicyScope.Organisation, o.Id, o.Name, o.Id));

    private async Task<List<PolicyTarget>> AgentsAsync(CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        return await db.Agents.OrderBy(a => a.Name)
            .Select(a => new PolicyTarget(PolicyScope.Agent, a.Id, a.Name, a.OrganisationId)).ToListAsync(ct);
    }
}
