using Microsoft.Extensions.Configuration;

namespace ConversationMemory.Services.Notifications;

/// <summary>The settings <c>Alerts__Webhook…</c>. Only who runs the app sets where it goes.</summary>
public sealed class WebhookOptions
{
    /// <summary>Null: nothing is sent.</summary>
    public Uri? Url { get; init; }

    /// <summary>Signs what is sent; null: it goes unsigned.</summary>
    public string? Secret { get; init; }

    /// <summary>The longest wait for an answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait before the second try; before the third it is four times as long.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <exception cref="InvalidOperationException">A setting cannot be used; the message says which, without its value.</exception>
    public static WebhookOptions Of(IConfiguration configuration) => new()
    {
        Url = Address(configuration["Alerts:WebhookUrl"]?.Trim()),
        Secret = configuration["Alerts:WebhookSecret"]?.Trim() is { Length: > 0 } secret ? WebhookSignature.Checked(secret) : null,
    };

    private static Uri? Address(string? value)
    {
        if (string.IsNullOrEmpty(value)) return null;
        return Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0
            ? url
            : throw new InvalidOperationException("Alerts__WebhookUrl must be a full http or https address without user and password.");
    }
}
