namespace ConversationMemory.Services.Notifications;

/// <summary>Hands mails to a mail server.</summary>
public interface IMailSender
{
    /// <summary>False: there is no mail server, and sending fails with <see cref="MailError.NotConfigured"/>.</summary>
    bool IsConfigured { get; }

    /// <summary>Returns when the server has taken the mail.</summary>
    /// <exception cref="MailException">The server did not take it.</exception>
    Task SendAsync(MailMessageText message, CancellationToken ct);
}
