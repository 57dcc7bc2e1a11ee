using Microsoft.AspNetCore.Identity;

namespace ConversationMemory.Web.Accounts;

/// <summary>Ways to say who one is.</summary>
public static class Schemes
{
    /// <summary>A browser's session.</summary>
    public static readonly string Session = IdentityConstants.ApplicationScheme;

    /// <summary>A bearer key, for the HTTP API only.</summary>
    public const string ApiKey = "ApiKey";

    /// <summary>The one of the two that the request brings.</summary>
    public const string Any = "Any";
}
