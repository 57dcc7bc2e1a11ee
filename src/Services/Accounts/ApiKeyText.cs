using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ConversationMemory.Services.Accounts;

/// <summary>
/// What an API key looks like: <c>cm_</c>, its owner's id in hex, <c>_</c> and 32 random bytes in base64url. Keys made before carry no
/// owner, and are shorter.
/// </summary>
public static class ApiKeyText
{
    private const string Mark = "cm_";
    private const int OwnerLength = 32;
    private const int SecretLength = 43;
    private const int SecretStart = 3 + OwnerLength + 1;
    private const int RandomBytes = 32;
    private const int ShownCharacters = 7;

    public static string New(Guid owner) => $"{Mark}{owner:N}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes))}";

    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>Whose key this says it is. Null: an older key, or no key at all.</summary>
    public static Guid? OwnerOf(string key) =>
        key.Length == SecretStart + SecretLength && key.StartsWith(Mark, StringComparison.Ordinal) && key[SecretStart - 1] == '_'
        && Guid.TryParseExact(key.AsSpan(Mark.Length, OwnerLength), "N", out var owner)
            ? owner
            : null;

    /// <summary>The start of a new key: enough of its secret to tell one's keys apart, far too little to guess the rest.</summary>
    public static string Prefix(string key) => key[..(SecretStart + ShownCharacters)];

    /// <summary>A stored <see cref="Prefix"/> as people are shown it: without the owner, who is the same in all of theirs.</summary>
    public static string Shortened(string prefix) => prefix.Length > SecretStart ? $"{Mark}…_{prefix[SecretStart..]}" : prefix;
}
