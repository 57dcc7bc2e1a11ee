using ConversationMemory.Data.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Services.Accounts;

/// <summary>The admin whom the settings name. An account that is there already keeps its password and role.</summary>
public sealed class FirstAdmin(UserManager<User> users, Registration registration, IOptions<AdminOptions> options)
{
    /// <exception cref="InvalidOperationException">The settings are refused; the message says why.</exception>
    public async Task EnsureAsync(CancellationToken ct)
    {
        if (options.Value is not { Email: { Length: > 0 } email, Password: { Length: > 0 } password }) return;
        email = email.Trim();
        if (await users.FindByEmailAsync(email) is not null) return;

        var created = await registration.RegisterAsync(new User { UserName = email, Email = email }, password, ct);
        var refused = created.Errors.Where(e => e.Code != nameof(IdentityErrorDescriber.DuplicateEmail)).ToList();
        // Another instance, started at the same time, may have been first: that is as good.
        if (refused.Count > 0)
        {
            throw new InvalidOperationException(
                "Admin__Email and Admin__Password cannot be used: " + string.Join(' ', refused.Select(e => e.Description)));
        }
    }
}
