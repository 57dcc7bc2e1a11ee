using ConversationMemory.Data.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ConversationMemory.Services.Accounts;

/// <summary>Makes an account and its membership together. The first account, or the configured one, owns the organisation.</summary>
public sealed class Registration(UserManager<User> users, AccountsDbContext db, IOptions<AdminOptions> admin)
{
    /// <returns>The refusal's reasons, or success: then <paramref name="user"/> is stored.</returns>
    public async Task<IdentityResult> RegisterAsync(User user, string password, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(user);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var created = await CreateAsync(user, password);
        if (!created.Succeeded) return created;

        await db.LockMembersAsync(ct);
        db.OrganisationMembers.Add(new OrganisationMember
        {
            OrganisationId = Organisation.DefaultId,
            UserId = user.Id,
            Role = await OwnsAsync(user, ct) ? OrganisationRole.Owner : OrganisationRole.Member,
        });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return created;
    }

    private async Task<IdentityResult> CreateAsync(User user, string password)
    {
        try
        {
            return await users.CreateAsync(user, password);
        }
        catch (DbUpdateException taken) when (taken.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Somebody registered the same email since it was looked for.
            return IdentityResult.Failed(users.ErrorDescriber.DuplicateEmail(user.Email!));
        }
    }

    private async Task<bool> OwnsAsync(User user, CancellationToken ct) =>
        string.IsNullOrWhiteSpace(admin.Value.Email)
            ? !await db.OrganisationMembers.AnyAsync(
                m => m.OrganisationId == Organisation.DefaultId && m.Role == OrganisationRole.Owner, ct)
            : user.NormalizedEmail == users.NormalizeEmail(admin.Value.Email.Trim());
}
