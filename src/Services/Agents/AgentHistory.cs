using ConversationMemory.Data;
using ConversationMemory.Data.Accounts;
using ConversationMemory.Data.Agents;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Agents;

/// <summary>A version, who saved it, and what it changed of the one before.</summary>
/// <param name="By">Their email; null: the app, or an account that is gone.</param>
/// <param name="Changes">Empty for the first.</param>
public sealed record ListedVersion(AgentVersion Version, string? By, IReadOnlyList<AgentChange> Changes);

/// <summary>Reads an agent's versions, for admins: prompts are theirs to read.</summary>
public sealed class AgentHistory(AdminDbContext db, AccountsDbContext accounts)
{
    public Task<Agent?> FindAsync(Guid agent, CancellationToken ct) => db.Agents.AsNoTracking().SingleOrDefaultAsync(a => a.Id == agent, ct);

    public Task<AgentVersion?> FindAsync(Guid agent, int version, CancellationToken ct) =>
        db.AgentVersions.AsNoTracking().SingleOrDefaultAsync(v => v.AgentId == agent && v.Version == version, ct);

    /// <summary>The newest first.</summary>
    /// <param name="before">Those below this number; null: from the newest on.</param>
    public async Task<IReadOnlyList<ListedVersion>> ListAsync(Guid agent, int? before, int most, CancellationToken ct)
    {
        // One more than is shown, for what the last one changed.
        var versions = await db.AgentVersions.AsNoTracking().Where(v => v.AgentId == agent && (before == null || v.Version < before))
            .OrderByDescending(v => v.Version).Take(most + 1).ToListAsync(ct);
        var names = await NamesAsync([.. versions.Select(v => v.CreatedBy).OfType<Guid>().Distinct()], ct);
        return [.. versions.Take(most).Select((v, i) => new ListedVersion(
            v, v.CreatedBy is { } by ? names.GetValueOrDefault(by) : null, i + 1 < versions.Count ? AgentChanges.Between(versions[i + 1].Settings, v.Settings) : []))];
    }

    /// <returns>Their email; null: an account that is gone.</returns>
    public async Task<string?> NameAsync(Guid person, CancellationToken ct) => (await NamesAsync([person], ct)).GetValueOrDefault(person);

    private Task<Dictionary<Guid, string?>> NamesAsync(Guid[] people, CancellationToken ct) =>
        accounts.Users.Where(u => people.Contains(u.Id)).Select(u => new { u.Id, u.Email }).ToDictionaryAsync(u => u.Id, u => u.Email, ct);
}
