using System.Security.Cryptography;
using ConversationMemory.Data.Accounts;
using ConversationMemory.Data.Accounts.Queries;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Accounts;

/// <summary>Removes an account with all that is its own, or closes it while a hold keeps something.</summary>
public sealed class AccountRemoval(AccountsDbContext db, TimeProvider clock)
{
    /// <summary>Within the caller's transaction on <see cref="AccountsDbContext"/>.</summary>
    /// <returns>False: a hold keeps something. The rest is removed, and the account is closed: nobody can use it, and its email is free.</returns>
    public async Task<bool> RemoveAsync(Guid person, CancellationToken ct)
    {
        if (await RemoveAccount.RunAsync(db, person, ct))
        {
            await CloseAsync(person, ct);
            return false;
        }

        await db.Users.Where(u => u.Id == person).ExecuteDeleteAsync(ct);
        return true;
    }

    /// <summary>Goes on with the removal of a closed account, now that a hold was released. Leaves other accounts alone.</summary>
    public async Task FinishAsync(Guid person, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await db.Users.AnyAsync(u => u.Id == person && u.ClosedAt != null, ct)) return;
        await RemoveAsync(person, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Admins still find the email; sign-in and registration look for its normalised form, which is another now.</summary>
    private Task<int> CloseAsync(Guid person, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var mark = $"CLOSED:{person:N}:";
        var stamp = Convert.ToHexString(RandomNumberGenerator.GetBytes(20));
        return db.Users.Where(u => u.Id == person && u.ClosedAt == null).ExecuteUpdateAsync(user => user
            .SetProperty(u => u.ClosedAt, now)
            .SetProperty(u => u.PasswordHash, (string?)null)
            .SetProperty(u => u.SecurityStamp, stamp)
            .SetProperty(u => u.NormalizedEmail, u => (mark + u.NormalizedEmail).Substring(0, 256))
            .SetProperty(u => u.NormalizedUserName, mark), ct);
    }
}
