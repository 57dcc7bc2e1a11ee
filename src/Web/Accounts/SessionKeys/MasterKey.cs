using System.Security.Cryptography;
using System.Text;
using ConversationMemory.Web.Hosting;
using Npgsql;

namespace ConversationMemory.Web.Accounts.SessionKeys;

/// <summary>
/// The key that wraps the session keys in the database. From the setting <c>MasterKey</c>; else from the database's
/// password, which all instances share; else, where there is no password, from a file of the app's own.
/// </summary>
internal sealed class MasterKey
{
    private const int Bytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int Header = NonceBytes + TagBytes;
    private const int ShortestSetting = 16;
    private readonly byte[] key;

    private MasterKey(byte[] source)
    {
        key = HKDF.DeriveKey(HashAlgorithmName.SHA256, source, Bytes, info: "conversationmemory session keys"u8.ToArray());
        Id = Convert.ToHexStringLower(HKDF.DeriveKey(HashAlgorithmName.SHA256, source, 8, info: "conversationmemory key id"u8.ToArray()));
    }

    /// <summary>Tells this key from another without telling anything about it.</summary>
    public string Id { get; }

    /// <exception cref="InvalidOperationException">The setting is too short.</exception>
    public static MasterKey From(IConfiguration configuration)
    {
        if (configuration["MasterKey"] is { Length: > 0 } setting)
        {
            return setting.Length >= ShortestSetting
                ? new MasterKey(Encoding.UTF8.GetBytes(setting))
                : throw new InvalidOperationException($"MasterKey must have at least {ShortestSetting} characters.");
        }

        var password = new NpgsqlConnectionStringBuilder(configuration.GetConnectionString("Database") ?? "").Password;
        return new MasterKey(string.IsNullOrEmpty(password)
            ? MasterKeyFile.Read(DataDirectory.Of(configuration))
            : Encoding.UTF8.GetBytes(password));
    }

    /// <returns>Nonce, tag and ciphertext, one after the other.</returns>
    public byte[] Encrypt(byte[] plain)
    {
        var wrapped = new byte[Header + plain.Length];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(wrapped.AsSpan(0, NonceBytes), plain, wrapped.AsSpan(Header), wrapped.AsSpan(NonceBytes, TagBytes));
        return wrapped;
    }

    /// <exception cref="CryptographicException">Another key wrapped it, or it was tampered with.</exception>
    public byte[] Decrypt(byte[] wrapped)
    {
        var plain = new byte[wrapped.Length - Header];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(wrapped.AsSpan(0, NonceBytes), wrapped.AsSpan(Header), wrapped.AsSpan(NonceBytes, TagBytes), plain);
        return plain;
    }
}
