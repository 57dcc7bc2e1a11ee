using System.Security.Cryptography;
using System.Text.Json;
using ConversationMemory.Data.Models;
using Microsoft.AspNetCore.DataProtection;

namespace ConversationMemory.Services.Models.Providers;

/// <summary>
/// Encrypts what a provider's row must not show. Each text can be read for the provider and the origin it was entered for only: whoever
/// moves it to another row, or its row to another address, has a text that nothing can read.
/// </summary>
public sealed class ProviderSecrets(IDataProtectionProvider protection)
{
    public string ProtectKey(Guid provider, string endpoint, string key) => For(provider, endpoint).Protect(key);

    public string? ProtectHeaders(Guid provider, string endpoint, IReadOnlyDictionary<string, string> headers) =>
        headers.Count == 0 ? null : For(provider, endpoint).Protect(JsonSerializer.Serialize(headers));

    /// <returns>False: the keys that it was encrypted with are gone, and it has to be entered again.</returns>
    public bool TryRead(Provider provider, out string? key, out IReadOnlyDictionary<string, string> headers)
    {
        (key, headers) = (null, new Dictionary<string, string>());
        try
        {
            var protector = For(provider.Id, provider.Endpoint);
            if (provider.ProtectedKey is { } hidden) key = protector.Unprotect(hidden);
            if (provider.ProtectedHeaders is { } all) headers = JsonSerializer.Deserialize<Dictionary<string, string>>(protector.Unprotect(all))!;
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private IDataProtector For(Guid provider, string endpoint) =>
        protection.CreateProtector("models.provider", provider.ToString(), new Uri(endpoint).GetLeftPart(UriPartial.Authority));
}
