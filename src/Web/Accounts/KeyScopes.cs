using ConversationMemory.Data.Accounts;

namespace ConversationMemory.Web.Accounts;

/// <summary>The scopes of keys by name, and what they mean in plain words.</summary>
internal static class KeyScopes
{
    public static readonly IReadOnlyList<KeyScope> All = Enum.GetValues<KeyScope>();

    /// <summary>Without what only admins may.</summary>
    public static readonly IReadOnlyList<KeyScope> Usual = [.. All.Where(scope => scope != KeyScope.Admin)];

    public static string Name(KeyScope scope) => scope.ToString().ToLowerInvariant();

    public static string Meaning(KeyScope scope) => scope switch
    {
        KeyScope.Read => "read, search and export your conversations and those shared with you",
        KeyScope.Write => "rename, archive, delete, import and share them",
        KeyScope.Chat => "send messages as you and get replies",
        KeyScope.Memory => "have conversations summarised",
        KeyScope.Admin => "do what admins may, as long as you are one",
        _ => throw new ArgumentOutOfRangeException(nameof(scope)),
    };

    public static bool TryParse(string? name, out KeyScope scope) =>
        Enum.TryParse(name, ignoreCase: true, out scope) && Enum.IsDefined(scope) && !char.IsAsciiDigit(name![0]);
}
