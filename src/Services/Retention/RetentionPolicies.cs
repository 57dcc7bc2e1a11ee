using ConversationMemory.Data;
using ConversationMemory.Data.Retention;
using ConversationMemory.Data.Retention.Queries;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Services.Audit;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Retention;

/// <summary>
/// The policies of the system, organisations and agents. The caller has checked that the signed-in person is an admin and that
/// the organisation or agent is there.
/// </summary>
public sealed class RetentionPolicies(AdminDbContext db, AuditLog audit, CurrentUser currentUser, MessageWindows windows)
{
    /// <summary>Those that are set, as they are stored.</summary>
    public async Task<IReadOnlyList<RetentionPolicy>> ListAsync(CancellationToken ct) =>
        await db.RetentionPolicies.AsNoTracking().ToListAsync(ct);

    /// <summary>The policy of a scope as it is stored; one that says nothing where none is.</summary>
    public async Task<RetentionPolicy> ReadAsync(PolicyScope scope, Guid id, CancellationToken ct) =>
        await db.RetentionPolicies.AsNoTracking().SingleOrDefaultAsync(p => p.Scope == scope && p.ScopeId == id, ct)
        ?? new RetentionPolicy { Scope = scope, ScopeId = id };

    /// <param name="scope">Whose policy it is that inherits.</param>
    /// <param name="organisation">The organisation of an agent.</param>
    /// <param name="ct">Ends the query.</param>
    public async Task<InheritedPolicies> WiderAsync(PolicyScope scope, Guid organisation, CancellationToken ct)
    {
        if (scope == PolicyScope.System) return InheritedPolicies.None;
        var wider = await db.RetentionPolicies.AsNoTracking()
            .Where(p => p.Scope == PolicyScope.System || (p.Scope == PolicyScope.Organisation && p.ScopeId == organisation)).ToListAsync(ct);
        return new InheritedPolicies(
            wider.Single(p => p.Scope == PolicyScope.System),
            scope == PolicyScope.Agent ? wider.SingleOrDefault(p => p.Scope == PolicyScope.Organisation) : null);
    }

    /// <summary>Saves a policy and what was changed of it together, then brings conversations within their windows.</summary>
    /// <param name="proposed">As it is to be; window and lifetime aside if it follows the settings.</param>
    /// <param name="wider">What it inherits from.</param>
    /// <param name="ct">Ends the work; windows that were not come to are brought within by their next message.</param>
    /// <returns>How many conversations had more messages than their window now allows.</returns>
    /// <exception cref="PolicyException">It says something that a policy may not.</exception>
    public async Task<int> SaveAsync(RetentionPolicy proposed, InheritedPolicies wider, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(proposed);
        if (proposed.FollowsSettings) windows.Follow(proposed);
        if (PolicyRules.Check(proposed, wider) is { Count: > 0 } problems) throw new PolicyException(problems);
        return await ChangeAsync(proposed, remove: false, ct);
    }

    /// <summary>Removes a policy; the wider ones hold then. Not the system's.</summary>
    /// <returns>How many conversations had more messages than their window now allows.</returns>
    public Task<int> RemoveAsync(PolicyScope scope, Guid id, CancellationToken ct) => scope == PolicyScope.System
        ? throw new ArgumentException("The system's policy cannot be removed.", nameof(scope))
        : ChangeAsync(new RetentionPolicy { Scope = scope, ScopeId = id }, remove: true, ct);

    private async Task<int> ChangeAsync(RetentionPolicy proposed, bool remove, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await LockPolicies.RunAsync(db, ct);
        var stored = await db.RetentionPolicies.SingleOrDefaultAsync(p => p.Scope == proposed.Scope && p.ScopeId == proposed.ScopeId, ct);
        var changes = PolicyChanges.Between(stored ?? new RetentionPolicy(), proposed);
        if (changes.Count == 0 && !(remove && stored is not null)) return 0;

        if (remove && stored is not null) db.RetentionPolicies.Remove(stored);
        if (!remove) Write(stored ?? db.RetentionPolicies.Add(new RetentionPolicy { Scope = proposed.Scope, ScopeId = proposed.ScopeId }).Entity, proposed);
        var detail = new { scope = proposed.Scope.ToString().ToLowerInvariant(), changes };
        await audit.WriteAsync(remove ? "policy.removed" : "policy.changed", "policy", $"{detail.scope}:{proposed.ScopeId}", detail, ct);
        await transaction.CommitAsync(ct);
        return await windows.ApplyAsync(ct);
    }

    private void Write(RetentionPolicy stored, RetentionPolicy proposed)
    {
        foreach (var field in PolicyFields.All) field.Set(stored, field.Get(proposed));
        stored.Locked = proposed.Locked;
        stored.FollowsSettings = proposed.FollowsSettings;
        stored.UpdatedBy = currentUser.Id;
        stored.UpdatedAt = DateTimeOffset.UtcNow;
    }
}
