using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ConversationMemory.Services.Accounts;

/// <summary>What an API key looks like: <c>cm_</c> and 32 random bytes in base64url.</summary>
public static class ApiKeyText
{
    private const string Mark = "cm_";
    private const int RandomBytes = 32;
    private const int ShownCharacters = 10;

    public static string New() => Mark + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>The start of the key: enough to tell one's keys apart, far too little to guess the rest.</summary>
    public static string Prefix(string key) => key[..ShownCharacters];
}
