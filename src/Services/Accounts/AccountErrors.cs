using Microsoft.AspNetCore.Identity;

namespace ConversationMemory.Services.Accounts;

/// <summary>Identity's refusals in our words. A name is an email here, so both refusals of either read the same.</summary>
public sealed class AccountErrors : IdentityErrorDescriber
{
    public override IdentityError DuplicateEmail(string email) => new()
    {
        Code = nameof(DuplicateEmail),
        Description = "There is an account with this email already. Sign in instead.",
    };

    public override IdentityError DuplicateUserName(string userName) => DuplicateEmail(userName);

    public override IdentityError InvalidEmail(string? email) => new()
    {
        Code = nameof(InvalidEmail),
        Description = "This is not an email address.",
    };

    public override IdentityError InvalidUserName(string? userName) => InvalidEmail(userName);

    public override IdentityError PasswordMismatch() => new()
    {
        Code = nameof(PasswordMismatch),
        Description = "This is not your password.",
    };
}
