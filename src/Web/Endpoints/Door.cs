using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Operations;
using ConversationMemory.Web.Security;

namespace ConversationMemory.Web.Endpoints;

/// <summary>
/// A way into the app: addresses whose endpoints have their rules in common. Every endpoint is mapped through one, and may carry rules of
/// its own, which come before its door's.
/// </summary>
/// <param name="prefix">What the addresses begin with. Asked only where no endpoint matches, so that such a request is refused in the right shape.</param>
/// <param name="rules">Metadata of each endpoint.</param>
internal sealed class Door(string prefix, params object[] rules)
{
    public static readonly Door AdminApi = new(
        "/api/admin", ErrorShape.Problem, Credentials.SessionOrSecretOrKey, FormToken.WithSession, new WhileReadOnlyAttribute(works: false), new CostsAttribute(Work.Page));

    public static readonly Door Api = new(
        "/api", ErrorShape.Problem, Credentials.SessionOrKey, FormToken.WithSession, new WhileReadOnlyAttribute(works: false), new CostsAttribute(Work.Page));

    /// <summary>What anybody may read about the API, and whether the app is well.</summary>
    public static readonly Door Description = new(
        "/openapi", ErrorShape.Problem, Credentials.None, FormToken.None, new WorksReadOnlyAttribute(), new CostsAttribute(Work.Nothing));

    public static readonly Door Health = new(
        "/health", ErrorShape.Problem, Credentials.None, FormToken.None, new WorksReadOnlyAttribute(), new CostsAttribute(Work.Nothing));

    /// <summary>Scripts, styles and pictures, the same for everybody.</summary>
    public static readonly Door Files = new(
        "/lib", ErrorShape.Page, Credentials.None, FormToken.None, new WorksReadOnlyAttribute(), new CostsAttribute(Work.Nothing));

    /// <summary>Share links. The address is the secret.</summary>
    public static readonly Door Shared = new(
        "/s", ErrorShape.Page, Credentials.Session, FormToken.InForm, new WhileReadOnlyAttribute(works: false), new CostsAttribute(Work.Page), new SecretAddressAttribute());

    public static readonly Door Pages = new(
        "", ErrorShape.Page, Credentials.Session, FormToken.InForm, new WhileReadOnlyAttribute(works: false), new CostsAttribute(Work.Page));

    // The narrower come first.
    private static readonly Door[] All = [AdminApi, Api, Description, Health, Files, Shared, Pages];

    public IReadOnlyList<object> Rules => rules;

    /// <summary>The door that an address would be behind, were it there.</summary>
    public static Door Of(PathString path) => Array.Find(All, door => path.StartsWithSegments(door.Prefix, StringComparison.OrdinalIgnoreCase))!;

    private PathString Prefix { get; } = new(prefix);
}
