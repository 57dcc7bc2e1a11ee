using System.Security.Claims;
using ConversationMemory.Data.Accounts;
using ConversationMemory.Services.Accounts;

namespace ConversationMemory.Web.Accounts;

/// <summary>What a request knows of its person.</summary>
public static class AccountClaims
{
    private const string KeyId = "key_id";
    private const string Scope = "scope";

    public static Guid? UserId(this ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;

    public static string? ApiKeyId(this ClaimsPrincipal principal) => principal.FindFirstValue(KeyId);

    public static bool IsAdmin(this ClaimsPrincipal principal) => principal.IsInRole("admin");

    public static bool IsOwner(this ClaimsPrincipal principal) => principal.IsInRole("owner");

    /// <summary>What the key may do that the request came with; empty for a session.</summary>
    internal static IEnumerable<KeyScope> KeyScopes(this ClaimsPrincipal principal) => principal.FindAll(Scope).Select(claim => Enum.Parse<KeyScope>(claim.Value));

    internal static ClaimsPrincipal OfKey(KeyHolder holder) => new(new ClaimsIdentity(
    [
        new Claim(ClaimTypes.NameIdentifier, holder.Account.Id.ToString()),
        new Claim(ClaimTypes.Name, holder.Account.Email),
        new Claim(KeyId, holder.KeyId.ToString()),
        .. holder.Scopes.Select(scope => new Claim(Scope, scope.ToString())),
        .. Roles(holder.Account),
    ], Schemes.ApiKey));

    /// <summary>Whoever knows the admin secret: an admin who is nobody in particular.</summary>
    internal static ClaimsPrincipal OfSecret() => new(new ClaimsIdentity(
        [new Claim(KeyId, Schemes.AdminSecret), new Claim(Scope, nameof(KeyScope.Admin)), new Claim(ClaimTypes.Role, "admin")], Schemes.AdminSecret));

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
