namespace ConversationMemory.Data.Accounts;

/// <summary>A key of the sign-in cookies, in the database so that several instances share sign-ins.</summary>
public sealed class DataProtectionKey
{
    public int Id { get; init; }
    public required string FriendlyName { get; init; }

    /// <summary>The key's XML; its secret part is encrypted.</summary>
    public required string Xml { get; init; }
}
