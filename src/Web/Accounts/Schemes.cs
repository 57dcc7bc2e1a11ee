using Microsoft.AspNetCore.Identity;

namespace ConversationMemory.Web.Accounts;

/// <summary>Ways to say who one is.</summary>
public static class Schemes
{
    /// <summary>A browser's session.</summary>
    public static readonly string Session = IdentityConstants.ApplicationScheme;

    /// <summary>A bearer key, for the HTTP API only.</summary>
    public const string ApiKey = "ApiKey";

    /// <summary>The admin secret or else a bearer key, for calls below <c>/api/admin</c> only.</summary>
    public const string AdminSecret = "AdminSecret";

    /// <summary>The one of them that the request brings.</summary>
    public const string Any = "Any";
}
