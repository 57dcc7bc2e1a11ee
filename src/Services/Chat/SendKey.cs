using System.Security.Cryptography;
using System.Text;

namespace ConversationMemory.Services.Chat;

/// <summary>Idempotency keys may be any text; they are kept as 128 bits of it.</summary>
internal static class SendKey
{
    public static Guid Of(string key) =>
        Guid.TryParseExact(key, "D", out var id) ? id : new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));
}
