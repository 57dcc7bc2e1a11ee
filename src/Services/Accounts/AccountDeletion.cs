using ConversationMemory.Data.Accounts;
using ConversationMemory.Services.Audit;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Services.Accounts;

/// <summary>How the deletion of one's account ended.</summary>
public enum DeletionResult
{
    Deleted,

    /// <summary>A hold keeps something: the rest is deleted, and the account closed until the hold is released.</summary>
    Closed,
    WrongPassword,

    /// <summary>Refused: others would be left without an owner.</summary>
    LastOwner,
}

/// <summary>Deletes an account because its person wants it gone.</summary>
public sealed class AccountDeletion(UserManager<User> users, AccountsDbContext db, AccountRemoval removal, HoldGuard guard)
{
    public async Task<DeletionResult> DeleteAsync(User user, string password, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(user);
        if (!await users.CheckPasswordAsync(user, password)) return DeletionResult.WrongPassword;

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockMembersAsync(ct);
        if (await LeavesOthersAloneAsync(user.Id, ct)) return DeletionResult.LastOwner;
        var isGone = await removal.RemoveAsync(user.Id, ct);
        await transaction.CommitAsync(ct);
        if (isGone) return DeletionResult.Deleted;
        await guard.PreventedAsync("account.delete", user.Id, null, ct);
        return DeletionResult.Closed;
    }

    private async Task<bool> LeavesOthersAloneAsync(Guid person, CancellationToken ct)
    {
        var members = db.OrganisationMembers.Where(m => m.OrganisationId == Organisation.DefaultId);
        return await members.AnyAsync(m => m.UserId == person && m.Role == OrganisationRole.Owner, ct)
            && await members.AnyAsync(m => m.UserId != person, ct)
            && !await db.HasOtherOwnerAsync(person, ct);
    }
}
