using System.Buffers.Text;
using System.Security.Cryptography;

namespace ConversationMemory.Services.Sharing;

/// <summary>The secret part of a link's address: 128 random bits as base64url.</summary>
public static class ShareToken
{
    private const int Bytes = 16;
    private const int Length = 22;

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <returns>SHA-256 of its bits; null: no token looks like this.</returns>
    public static byte[]? Hash(string? token) =>
        token is { Length: Length } && Base64Url.IsValid(token, out var length) && length == Bytes ? SHA256.HashData(Base64Url.DecodeFromChars(token)) : null;
}
