using System.Security.Cryptography;
using System.Text;
using ConversationMemory.Data.Sharing;
using ConversationMemory.Data.Sharing.Queries;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace ConversationMemory.Services.Sharing;

/// <summary>What protects a link: its token, encrypted for its owner; its passphrase; and the note that a reader has said it.</summary>
public sealed class ShareSecrets(IDataProtectionProvider protection)
{
    /// <summary>How long a passphrase is remembered.</summary>
    public static readonly TimeSpan PassLifetime = TimeSpan.FromHours(1);

    private static readonly PasswordHasher<ShareLink> Hasher = new();

    private readonly IDataProtector tokens = protection.CreateProtector("sharing.token");
    private readonly ITimeLimitedDataProtector passes = protection.CreateProtector("sharing.pass").ToTimeLimitedDataProtector();

    public string Protect(string token) => tokens.Protect(token);

    /// <returns>Null: the keys that it was encrypted with are gone. The link works all the same.</returns>
    public string? Unprotect(string token)
    {
        try
        {
            return tokens.Unprotect(token);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public static string Hash(string passphrase) => Hasher.HashPassword(null!, passphrase);

    /// <summary>Whether these are the words. Takes as long as a password does.</summary>
    public static bool IsPassphrase(FoundLink link, string? words) =>
        link.PassphraseHash is { } hash && Hasher.VerifyHashedPassword(null!, hash, words ?? "") != PasswordVerificationResult.Failed;

    /// <summary>A note for the reader's browser.</summary>
    public string Pass(FoundLink link) => passes.Protect(Of(link), PassLifetime);

    /// <summary>Whether the reader may go on without the words.</summary>
    public bool IsOpen(FoundLink link, string? pass)
    {
        if (link.PassphraseHash is null) return true;
        if (pass is null) return false;
        try
        {
            return passes.Unprotect(pass) == Of(link);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    // With the hash in it, a note is good for this passphrase only.
    private static string Of(FoundLink link) =>
        $"{link.Id} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(link.PassphraseHash ?? "")))}";
}
