using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ConversationMemory.Services.Notifications;

/// <summary>
/// Signs as the Standard Webhooks specification says: HMAC-SHA256 over <c>id.timestamp.body</c>. A secret that begins with
/// <c>whsec_</c> goes on in base64; any other is taken as it is.
/// </summary>
public static class WebhookSignature
{
    private const string Prefix = "whsec_";

    /// <param name="secret">Shared with the receiver.</param>
    /// <param name="id">Of the event; the same when it is sent again.</param>
    /// <param name="timestamp">When it is sent, in seconds since 1970.</param>
    /// <param name="body">As it is sent.</param>
    /// <returns>The header <c>webhook-signature</c>.</returns>
    public static string Of(string secret, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")), .. body];
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Key(secret), signed))}";
    }

    /// <exception cref="InvalidOperationException">It cannot be used.</exception>
    internal static string Checked(string secret)
    {
        try
        {
            if (Key(secret).Length >= 16) return secret;
        }
        catch (FormatException)
        {
            // Told below.
        }

        throw new InvalidOperationException("Alerts__WebhookSecret must have at least 16 bytes; what follows whsec_ is base64.");
    }

    private static byte[] Key(string secret) =>
        secret.StartsWith(Prefix, StringComparison.Ordinal) ? Convert.FromBase64String(secret[Prefix.Length..]) : Encoding.UTF8.GetBytes(secret);
}
