namespace ConversationMemory.Services.Accounts;

/// <summary>The settings <c>Admin__…</c>.</summary>
public sealed class AdminOptions
{
    public const string Section = "Admin";

    /// <summary>Whose account owns the organisation; unset: the first one registered.</summary>
    public string? Email { get; set; }

    /// <summary>With <see cref="Email"/>: the account is made at start with this password if it is missing.</summary>
    public string? Password { get; set; }

    /// <summary>
    /// What a scheduler outside sends as its bearer key to calls below <c>/api/admin</c>; at least 16 characters. Unset: only an
    /// admin's own key will do.
    /// </summary>
    public string? Secret { get; set; }
}
