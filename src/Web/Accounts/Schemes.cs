using Microsoft.AspNetCore.Identity;

namespace ConversationMemory.Web.Accounts;

/// <summary>Ways to say who one is.</summary>
public static class Schemes
{
    /// <summary>A browser's session.</summary>
    public static readonly string Session = IdentityConstants.ApplicationScheme;

    /// <summary>A bearer key.</summary>
    public const string ApiKey = "ApiKey";

    /// <summary>The admin secret or else a bearer key, where an endpoint takes it.</summary>
    public const string AdminSecret = "AdminSecret";

    /// <summary>No way at all.</summary>
    public const string Nobody = "Nobody";

    /// <summary>The one of them that the endpoint takes and the request brings: <see cref="Credentials"/>.</summary>
    public const string Any = "Any";
}
