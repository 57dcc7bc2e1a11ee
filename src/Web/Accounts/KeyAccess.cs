using ConversationMemory.Data.Accounts;
using ConversationMemory.Web.Endpoints;
using Microsoft.AspNetCore.Authorization;

namespace ConversationMemory.Web.Accounts;

/// <summary>
/// What a key needs for an endpoint; metadata of each endpoint that takes keys, checked with the endpoint's authorization. A person who is
/// signed in needs no scope.
/// </summary>
internal sealed class KeyAccess : IAuthorizationRequirement, IAuthorizationRequirementData
{
    /// <summary>Any key that works.</summary>
    public static readonly KeyAccess Any = new(scope: null, KeyScopes.All);

    /// <summary>No key: a key that gets into wrong hands must not make itself another.</summary>
    public static readonly KeyAccess None = new(scope: null, []);

    private readonly IReadOnlyCollection<KeyScope> admitted;

    private KeyAccess(KeyScope? scope, IReadOnlyCollection<KeyScope> admitted) => (Scope, this.admitted) = (scope, admitted);

    /// <summary>The one scope it takes; null where it is not about scopes.</summary>
    public KeyScope? Scope { get; }

    public static KeyAccess Needs(KeyScope scope) => new(scope, [scope]);

    public bool Admits(IEnumerable<KeyScope> scopes) => scopes.Any(admitted.Contains);

    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [this];

    /// <summary>Leaves the reason for the refusal.</summary>
    public void SayWhy(HttpContext context)
    {
        if (Scope is { } scope)
            context.SayWhy(StatusCodes.Status403Forbidden, "missing_scope", $"This key lacks the scope \"{KeyScopes.Name(scope)}\". Make one that has it under /account/keys.");
        else
            context.SayWhy(StatusCodes.Status403Forbidden, "not_by_key", "A key cannot make or revoke keys. Sign in, and do it under /account/keys.");
    }
}
