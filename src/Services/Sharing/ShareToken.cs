using System.Buffers.Text;
using System.Security.Cryptography;

namespace ConversationMemory.Services.Sharing;

/// <summary>
/// The secret part of a link's address, as base64url: its owner's id and 128 random bits. Those made before carry no owner, and are shorter.
/// </summary>
/// <param name="OwnerId">Whose link it says it is; null: one made before.</param>
/// <param name="Hash">SHA-256 of its bits.</param>
public sealed record ShareToken(Guid? OwnerId, byte[] Hash)
{
    private const int IdBytes = 16;
    private const int SecretBytes = 16;

    public static string New(Guid owner) =>
        Base64Url.EncodeToString([.. owner.ToByteArray(bigEndian: true), .. RandomNumberGenerator.GetBytes(SecretBytes)]);

    /// <returns>Null: no token looks like this.</returns>
    public static ShareToken? Read(string? text)
    {
        if (text is null || !Base64Url.IsValid(text, out var length) || text.Length != Base64Url.GetEncodedLength(length)) return null;
        if (length is not (SecretBytes or IdBytes + SecretBytes)) return null;
        var bits = Base64Url.DecodeFromChars(text);
        return new ShareToken(length > SecretBytes ? new Guid(bits.AsSpan(0, IdBytes), bigEndian: true) : null, SHA256.HashData(bits));
    }
}
