using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using MimeKit;

namespace ConversationMemory.Services.Notifications;

/// <summary>How the connection to the mail server is protected.</summary>
public enum MailSecurity
{
    None,

    /// <summary>Plain at first, encrypted before anything is said; nothing is sent where that is refused.</summary>
    StartTls,

    /// <summary>Encrypted from the first byte, usually on port 465.</summary>
    Tls,
}

/// <summary>The settings <c>Mail__…</c>.</summary>
public sealed class MailOptions
{
    /// <summary>Null: no mail is sent.</summary>
    public string? Host { get; init; }

    public int Port { get; init; } = 587;

    /// <summary>Null where the server asks for no sign-in.</summary>
    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>Who the mails are from: an address, or <c>Name &lt;address&gt;</c>.</summary>
    public string From { get; init; } = "";

    public MailSecurity Security { get; init; } = MailSecurity.StartTls;

    /// <summary>Where people reach the portal, such as <c>https://chat.example.org</c>, for links in mails; null: mails have none.</summary>
    public Uri? PortalAddress { get; init; }

    /// <summary>Whose certificates are trusted besides those of the machine's authorities.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>The longest that sending one mail may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <exception cref="InvalidOperationException">A setting cannot be used; the message says which, without its value.</exception>
    public static MailOptions Of(IConfiguration configuration)
    {
        if (Read(configuration, "Host") is not { } host) return new MailOptions();
        var security = SecurityOf(Read(configuration, "Security"));
        return new MailOptions
        {
            Host = host,
            Port = PortOf(Read(configuration, "Port"), security),
            User = Read(configuration, "User"),
            Password = configuration["Mail:Password"],
            From = Sender(Read(configuration, "From")),
            Security = security,
            PortalAddress = PortalOf(Read(configuration, "PortalAddress")),
        };
    }

    private static string? Read(IConfiguration configuration, string key) =>
        configuration[$"Mail:{key}"]?.Trim() is { Length: > 0 } value ? value : null;

    private static MailSecurity SecurityOf(string? value) => value?.ToLowerInvariant() switch
    {
        null or "starttls" => MailSecurity.StartTls,
        "none" => MailSecurity.None,
        "tls" => MailSecurity.Tls,
        _ => throw new InvalidOperationException("Mail__Security must be starttls, tls or none."),
    };

    private static int PortOf(string? value, MailSecurity security)
    {
        if (value is null) return UsualPort(security);
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
            ? port
            : throw new InvalidOperationException("Mail__Port must be a number from 1 to 65535.");
    }

    private static int UsualPort(MailSecurity security) => security switch
    {
        MailSecurity.None => 25,
        MailSecurity.StartTls => 587,
        MailSecurity.Tls => 465,
        _ => throw new ArgumentOutOfRangeException(nameof(security)),
    };

    private static Uri? PortalOf(string? value) =>
        value is null ? null
        : Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address
        : throw new InvalidOperationException("Mail__PortalAddress must be a web address, such as https://chat.example.org.");

    private static string Sender(string? value) => MailboxAddress.TryParse(value, out var address) && address.Address.Contains('@', StringComparison.Ordinal)
        ? value!
        : throw new InvalidOperationException("Mail__From must be an address, such as portal@example.org, where Mail__Host is set.");
}
