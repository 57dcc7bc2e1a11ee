using System.Globalization;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace ConversationMemory.Services.Notifications;

/// <summary>What a fault of the SMTP client means.</summary>
internal static class MailFaults
{
    public static MailException Explain(Exception failure) => failure switch
    {
        SmtpCommandException refusal => new MailException(KindOf(refusal), Status(refusal)),
        // What the client makes of 530 as the answer to a sender.
        ServiceNotAuthenticatedException => new MailException(MailError.NotAuthorised, "SMTP 530"),
        AuthenticationException => new MailException(MailError.NotAuthorised, failure.InnerException is SmtpCommandException said ? Status(said) : null),
        // No answer of a server: no connection, no encryption, or nothing that is SMTP.
        _ => new MailException(MailError.Unreachable, failure.GetType().Name),
    };

    private static string Status(SmtpCommandException refusal) => string.Create(CultureInfo.InvariantCulture, $"SMTP {(int)refusal.StatusCode}");

    private static MailError KindOf(SmtpCommandException refusal) => (int)refusal.StatusCode switch
    {
        >= 400 and < 500 => MailError.Busy,
        530 or 534 or 535 or 538 => MailError.NotAuthorised,
        _ when refusal.ErrorCode == SmtpErrorCode.RecipientNotAccepted => MailError.Recipient,
        _ => MailError.Refused,
    };
}
