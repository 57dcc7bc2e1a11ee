namespace ConversationMemory.Web.Accounts;

/// <summary>Names of authorization policies.</summary>
public static class Policies
{
    /// <summary>Owners and admins of the organisation.</summary>
    public const string Admin = "Admin";
}
