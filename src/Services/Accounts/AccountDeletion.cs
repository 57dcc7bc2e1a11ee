using ConversationMemory.Data.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Accounts;

/// <summary>How the deletion of one's account ended.</summary>
public enum DeletionResult
{
    Deleted,
    WrongPassword,

    /// <summary>Refused: others would be left without an owner.</summary>
    LastOwner,
}

/// <summary>Deletes an account with everything that is its own; the database's foreign keys reach every row of it.</summary>
public sealed class AccountDeletion(UserManager<User> users, AccountsDbContext db)
{
    public async Task<DeletionResult> DeleteAsync(User user, string password, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(user);
        if (!await users.CheckPasswordAsync(user, password)) return DeletionResult.WrongPassword;

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockMembersAsync(ct);
        if (await LeavesOthersAloneAsync(user.Id, ct)) return DeletionResult.LastOwner;
        await db.Users.Where(u => u.Id == user.Id).ExecuteDeleteAsync(ct);
        await transaction.CommitAsync(ct);
        return DeletionResult.Deleted;
    }

    private async Task<bool> LeavesOthersAloneAsync(Guid person, CancellationToken ct)
    {
        var members = db.OrganisationMembers.Where(m => m.OrganisationId == Organisation.DefaultId);
        return await members.AnyAsync(m => m.UserId == person && m.Role == OrganisationRole.Owner, ct)
            && await members.AnyAsync(m => m.UserId != person, ct)
            && !await db.HasOtherOwnerAsync(person, ct);
    }
}
