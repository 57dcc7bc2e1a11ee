using System.Security.Claims;
using ConversationMemory.Data.Accounts;
using ConversationMemory.Services.Accounts;

namespace ConversationMemory.Web.Accounts;

/// <summary>What a request knows of its person.</summary>
public static class AccountClaims
{
    private const string KeyId = "key_id";

    public static Guid? UserId(this ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;

    public static string? ApiKeyId(this ClaimsPrincipal principal) => principal.FindFirstValue(KeyId);

    public static bool IsAdmin(this ClaimsPrincipal principal) => principal.IsInRole("admin");

    public static bool IsOwner(this ClaimsPrincipal principal) => principal.IsInRole("owner");

    internal static ClaimsPrincipal OfKey(Account account, Guid keyId) => new(new ClaimsIdentity(
    [
        new Claim(ClaimTypes.NameIdentifier, account.Id.ToString()),
        new Claim(ClaimTypes.Name, account.Email),
        new Claim(KeyId, keyId.ToString()),
        .. Roles(account),
    ], Schemes.ApiKey));

    /// <summary>Whoever knows the admin secret: an admin who is nobody in particular.</summary>
    internal static ClaimsPrincipal OfSecret() => new(new ClaimsIdentity(
        [new Claim(KeyId, Schemes.AdminSecret), new Claim(ClaimTypes.Role, "admin")], Schemes.AdminSecret));

    /// <summary>Puts today's role in place of the one the session began with.</summary>
    internal static void SetRole(ClaimsIdentity identity, Account account)
    {
        foreach (var old in identity.FindAll(identity.RoleClaimType).ToList()) identity.RemoveClaim(old);
        identity.AddClaims(Roles(account));
    }

    // An owner is an admin too, so that a check for admins names one role.
    private static IEnumerable<Claim> Roles(Account account) => account.Role switch
    {
        OrganisationRole.Owner => [new Claim(ClaimTypes.Role, "owner"), new Claim(ClaimTypes.Role, "admin")],
        OrganisationRole.Admin => [new Claim(ClaimTypes.Role, "admin")],
        _ => [],
    };
}
