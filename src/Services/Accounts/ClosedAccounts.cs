using ConversationMemory.Data.Accounts;
using ConversationMemory.Services.Work;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Accounts;

/// <summary>
/// Has closed accounts removed that no hold keeps any more, each by a job of its own. The release of the last hold does so at once; this is for
/// an app that ended in between.
/// </summary>
public sealed class ClosedAccounts(AccountsDbContext db, JobQueue jobs)
{
    /// <summary>Adds a job for each.</summary>
    public async Task FindAsync(CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        foreach (var person in await db.Users.Where(u => u.ClosedAt != null && !u.Held).Select(u => u.Id).ToListAsync(ct))
            await jobs.AddAsync(db, AccountRemovalJob.Kind, person, person, payload: null, ct);
        await transaction.CommitAsync(ct);
        jobs.Announce();
    }
}
