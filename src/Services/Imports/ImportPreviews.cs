using ConversationMemory.Data;
using ConversationMemory.Data.Agents;
using ConversationMemory.Data.Imports;
using ConversationMemory.Data.Retention;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Imports;

/// <summary>What an import comes to, before and after it runs.</summary>
/// <param name="Chosen">Conversations that would be imported.</param>
/// <param name="Branches">Other branches that can be imported as conversations of their own.</param>
/// <param name="ChosenBranches">Those of them that are chosen.</param>
/// <param name="Trimmed">Chosen ones that are longer than the window.</param>
/// <param name="TrimmedMessages">Messages of theirs that leave the window.</param>
/// <param name="Old">Chosen ones that are older than conversations live.</param>
/// <param name="Soon">Chosen ones that are given notice soon.</param>
public sealed record ImportFigures(
    int Chosen, int ChosenMessages, int LeftOut, int Branches, int Duplicates, int Damaged, int Imported, int Archived, int Undone,
    DateTimeOffset? From, DateTimeOffset? To, int Trimmed, int TrimmedMessages, int Old, int Soon, int ChosenBranches);

/// <summary>An import with its figures under the policy of an agent.</summary>
public sealed record ImportPreview(ImportRun Run, ImportFigures Figures, ResolvedPolicy Policy, IReadOnlyList<(Guid Id, string Name)> Agents);

/// <summary>Reads imports of the current user, within the caller's transaction.</summary>
public sealed class ImportPreviews(AppDbContext db, TimeProvider clock)
{
    private Guid Owner => db.CurrentUser.RequiredId;

    /// <param name="id">The import.</param>
    /// <param name="agentId">Under whose policy; null or unknown: the one chosen, else the default agent.</param>
    /// <param name="branches">Count the other branches as chosen.</param>
    /// <param name="ct">Ends the query.</param>
    /// <returns>Null: there is no such import.</returns>
    public async Task<ImportPreview?> ReadAsync(Guid id, Guid? agentId, bool branches, CancellationToken ct)
    {
        if (await db.Imports.AsNoTracking().SingleOrDefaultAsync(r => r.OwnerId == Owner && r.Id == id, ct) is not { } run) return null;
        var agents = await db.Agents.Where(a => a.RetiredAt == null).OrderByDescending(a => a.Id == Agent.DefaultId).ThenBy(a => a.Name)
            .Select(a => new { a.Id, a.Name }).ToListAsync(ct);
        var wanted = agentId ?? ImportChoice.From(run.Options).AgentId;
        var agent = agents.Find(a => a.Id == wanted)?.Id ?? agents.FirstOrDefault()?.Id ?? Agent.DefaultId;
        var policy = await db.ResolvedPolicies.AsNoTracking().SingleAsync(p => p.AgentId == agent, ct);
        return new ImportPreview(run, await FiguresAsync(id, policy, branches, ct), policy, [.. agents.Select(a => (a.Id, a.Name))]);
    }

    private async Task<ImportFigures> FiguresAsync(Guid id, ResolvedPolicy policy, bool branches, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var window = policy.WindowMessages ?? int.MaxValue;
        var old = policy.TtlDays > 0 ? now.AddDays(-policy.TtlDays) : DateTimeOffset.MinValue;
        var soon = policy.TtlDays > 0 ? now.AddDays(policy.NoticeDays - policy.TtlDays) : DateTimeOffset.MinValue;
        return await db.ImportEntries.Where(e => e.OwnerId == Owner && e.ImportId == id)
            .Select(e => new { Entry = e, Chosen = e.Outcome == ImportOutcome.New || (branches && e.Outcome == ImportOutcome.Skipped && e.Branches < 0) })
            .GroupBy(_ => 1)
            .Select(all => new ImportFigures(
                all.Count(e => e.Chosen),
                all.Sum(e => e.Chosen ? e.Entry.Messages : 0),
                all.Count(e => !e.Chosen && e.Entry.Outcome == ImportOutcome.Skipped && e.Entry.Branches >= 0),
                all.Count(e => e.Entry.Branches < 0 && e.Entry.Outcome != ImportOutcome.Duplicate),
                all.Count(e => e.Entry.Outcome == ImportOutcome.Duplicate),
                all.Count(e => e.Entry.Outcome == ImportOutcome.Damaged),
                all.Count(e => e.Entry.Outcome == ImportOutcome.Imported),
                all.Count(e => e.Entry.Outcome == ImportOutcome.Archived),
                all.Count(e => e.Entry.Outcome == ImportOutcome.Undone),
                all.Min(e => e.Entry.FirstAt),
                all.Max(e => e.Entry.LastAt),
                all.Count(e => e.Chosen && e.Entry.Messages > window),
                all.Sum(e => e.Chosen && e.Entry.Messages > window ? e.Entry.Messages - window : 0),
                all.Count(e => e.Chosen && e.Entry.LastAt <= old),
                all.Count(e => e.Chosen && e.Entry.LastAt > old && e.Entry.LastAt <= soon),
                all.Count(e => e.Chosen && e.Entry.Branches < 0)))
            .SingleOrDefaultAsync(ct) ?? new ImportFigures(0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, 0, 0, 0, 0, 0);
    }
}
