using ConversationMemory.Data.Accounts;

namespace ConversationMemory.Web.Accounts;

internal static class KeyAccessExtensions
{
    /// <summary>A key needs this scope here.</summary>
    public static RouteHandlerBuilder Needs(this RouteHandlerBuilder endpoint, KeyScope scope) => endpoint.WithMetadata(KeyAccess.Needs(scope));

    /// <summary>Ends the start of an app in which an endpoint takes keys and does not say which.</summary>
    public static RouteGroupBuilder RequireKeyAccess(this RouteGroupBuilder group)
    {
        ((IEndpointConventionBuilder)group).Finally(endpoint =>
        {
            if (endpoint.Metadata.OfType<KeyAccess>().Count() != 1)
                throw new InvalidOperationException($"{endpoint.DisplayName} takes keys: say once which scope it needs, or KeyAccess.Any or None.");
        });
        return group;
    }
}
