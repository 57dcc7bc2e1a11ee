using System.Net;
using System.Net.Mail;
using System.Text;

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
        catch (SmtpException failure)
        {
            throw MailFaults.Explain(failure);
        }
    }

    private async Task DeliverAsync(MailMessage mail, CancellationToken ct)
    {
        using var client = new SmtpClient(options.Host, options.Port)
        {
            EnableSsl = options.Security == MailSecurity.StartTls,
            Credentials = options.User is null ? null : new NetworkCredential(options.User, options.Password),
        };
        // The client heeds the token between two steps of it; a step may take its time.
        await client.SendMailAsync(mail, ct).WaitAsync(ct);
    }

    // Addresses with line breaks are refused here and by the client: nothing that is sent can become a header of its own.
    private MailMessage Mail(MailMessageText message)
    {
        // The second half refuses what is read as a name with an address: there is one recipient or none.
        if (!MailAddress.TryCreate(message.To, out var to) || to.Address != message.To) throw new MailException(MailError.Recipient);
        return new MailMessage(new MailAddress(options.From), to)
        {
            Subject = OneLine(message.Subject),
            SubjectEncoding = Encoding.UTF8,
            Body = message.Text,
            BodyEncoding = Encoding.UTF8,
        };
    }

    private static string OneLine(string text) => string.Concat(text.EnumerateRunes().Select(r => IsBreak(r) ? " " : r.ToString())).Trim();

    private static bool IsBreak(Rune rune) => Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029;
}
