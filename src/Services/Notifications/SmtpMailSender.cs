using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace ConversationMemory.Services.Notifications;

/// <summary>Sends by SMTP, one connection a mail.</summary>
public sealed class SmtpMailSender(MailOptions options, TimeProvider clock) : IMailSender
{
    public bool IsConfigured => options.Host is not null;

    public async Task SendAsync(MailMessageText message, CancellationToken ct)
    {
        if (!IsConfigured) throw new MailException(MailError.NotConfigured);
        using var mail = Mail(message);
        using var timeout = new CancellationTokenSource(options.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            await DeliverAsync(mail, either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new MailException(MailError.Timeout);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            throw MailFaults.Explain(failure);
        }
    }

    private async Task DeliverAsync(MimeMessage mail, CancellationToken ct)
    {
        // Asking whether a certificate was revoked would make each mail wait for a third party's server.
        using var client = new SmtpClient { CheckCertificateRevocation = false };
        if (options.Authorities is not null) client.ServerCertificateValidationCallback = IsTrusted;
        await client.ConnectAsync(options.Host!, options.Port, Protection(options.Security), ct);
        if (options.User is not null) await client.AuthenticateAsync(options.User, options.Password ?? "", ct);
        await client.SendAsync(mail, ct);
        await SayGoodbyeAsync(client, ct);
    }

    /// <summary>The server has the mail by now; how it takes the goodbye changes nothing.</summary>
    private static async Task SayGoodbyeAsync(SmtpClient client, CancellationToken ct)
    {
        try
        {
            await client.DisconnectAsync(quit: true, ct).WaitAsync(TimeSpan.FromSeconds(2), ct);
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            // A mail reported as failed here would be sent twice.
        }
    }

    private static SecureSocketOptions Protection(MailSecurity security) => security switch
    {
        MailSecurity.None => SecureSocketOptions.None,
        MailSecurity.StartTls => SecureSocketOptions.StartTls,
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => throw new ArgumentOutOfRangeException(nameof(security)),
    };

    private bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors) return errors == SslPolicyErrors.None;
        chain!.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(options.Authorities!);
        return chain.Build((X509Certificate2)certificate!);
    }

    // Addresses with line breaks are refused here: nothing that is sent can become a header of its own.
    private MimeMessage Mail(MailMessageText message)
    {
        // The second half refuses what is read as a name with an address: there is one recipient or none.
        if (!MailboxAddress.TryParse(message.To, out var to) || to.Address != message.To || !to.Address.Contains('@', StringComparison.Ordinal))
            throw new MailException(MailError.Recipient);
        // Quoted-printable passes servers that know bytes of seven bits only, and keeps lines short.
        var text = new TextPart("plain") { Text = message.Text, ContentTransferEncoding = ContentEncoding.QuotedPrintable };
        var mail = new MimeMessage { Subject = OneLine(message.Subject), Body = text };
        mail.From.Add(MailboxAddress.Parse(options.From));
        mail.To.Add(to);
        return mail;
    }

    private static string OneLine(string text) => string.Concat(text.EnumerateRunes().Select(r => IsBreak(r) ? " " : r.ToString())).Trim();

    private static bool IsBreak(Rune rune) => Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029;
}
