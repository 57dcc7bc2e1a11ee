using ConversationMemory.Data;
using ConversationMemory.Data.Accounts;
using ConversationMemory.Data.Agents;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Services.Audit;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Agents;

/// <summary>
/// What admins do to agents: each change of settings makes a version, and every change an entry in the audit log, together with it.
/// The caller has checked that the signed-in person is an admin.
/// </summary>
public sealed class AgentEditor(AdminDbContext db, AuditLog audit, CurrentUser currentUser, TimeProvider clock)
{
    /// <returns>The new agent.</returns>
    public async Task<Guid> AddAsync(AgentSettings settings, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var agent = new Agent { OrganisationId = Organisation.DefaultId, Name = settings.Name };
        settings.ApplyTo(agent);
        db.Agents.Add(agent);
        db.AgentVersions.Add(VersionOf(agent));
        await audit.WriteAsync("agent.made", "agent", agent.Id.ToString(), new { settings.Name }, ct);
        await transaction.CommitAsync(ct);
        return agent.Id;
    }

    /// <param name="editedVersion">The version that the person saw when they began; another one in the meantime is not overwritten.</param>
    public async Task<AgentSave> SaveAsync(Guid id, int editedVersion, AgentSettings settings, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await LockAsync(id, ct) is not { } agent) return new AgentSave.NoSuchAgent();
        var changes = AgentChanges.Between(AgentSettings.Of(agent), settings);
        if (changes.Count == 0) return new AgentSave.Unchanged();
        if (agent.Version != editedVersion) return await ConflictAsync(agent, editedVersion, ct);

        settings.ApplyTo(agent);
        agent.Version++;
        db.AgentVersions.Add(VersionOf(agent));
        var detail = new { version = new { from = editedVersion, to = agent.Version }, changes = AgentChanges.ForAudit(changes) };
        await audit.WriteAsync("agent.changed", "agent", id.ToString(), detail, ct);
        await transaction.CommitAsync(ct);
        return new AgentSave.Saved(agent.Version);
    }

    /// <summary>Takes the agent off offer: it begins no new conversations, and goes on in those that are there.</summary>
    /// <returns>False: there is no such agent.</returns>
    public Task<bool> RetireAsync(Guid id, CancellationToken ct) => SetRetiredAsync(id, clock.GetUtcNow(), "agent.retired", ct);

    /// <returns>False: there is no such agent.</returns>
    public Task<bool> OfferAsync(Guid id, CancellationToken ct) => SetRetiredAsync(id, null, "agent.offered", ct);

    // No version: whether an agent is on offer changes none of its replies.
    private async Task<bool> SetRetiredAsync(Guid id, DateTimeOffset? since, string action, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await LockAsync(id, ct) is not { } agent) return false;
        if (agent.RetiredAt is null == since is null) return true;
        agent.RetiredAt = since;
        await audit.WriteAsync(action, "agent", id.ToString(), null, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    // Two admins at once: the second waits here, and sees what the first has done.
    private Task<Agent?> LockAsync(Guid id, CancellationToken ct) =>
        db.Agents.FromSql($"SELECT * FROM app.agents WHERE id = {id} FOR UPDATE").SingleOrDefaultAsync(ct);

    private async Task<AgentSave> ConflictAsync(Agent agent, int editedVersion, CancellationToken ct)
    {
        var versions = await db.AgentVersions.AsNoTracking()
            .Where(v => v.AgentId == agent.Id && (v.Version == editedVersion || v.Version == agent.Version)).ToListAsync(ct);
        var newest = versions.Find(v => v.Version == agent.Version) ?? VersionOf(agent);
        var edited = versions.Find(v => v.Version == editedVersion);
        return new AgentSave.Conflict(newest, edited is null ? [] : AgentChanges.Between(edited.Settings, newest.Settings));
    }

    private AgentVersion VersionOf(Agent agent) => new()
    {
        AgentId = agent.Id,
        Version = agent.Version,
        Settings = AgentSettings.Of(agent),
        CreatedBy = currentUser.Id,
    };
}
