using System.Globalization;
using System.Net.Mail;

namespace ConversationMemory.Services.Notifications;

/// <summary>What a fault of the SMTP client means.</summary>
internal static class MailFaults
{
    public static MailException Explain(SmtpException failure)
    {
        var status = (int)failure.StatusCode;
        return new MailException(KindOf(failure, status), status > 0 ? string.Create(CultureInfo.InvariantCulture, $"SMTP {status}") : failure.InnerException?.GetType().Name);
    }

    private static MailError KindOf(SmtpException failure, int status) => status switch
    {
        // No answer of a server: no connection, or no encryption.
        < 200 => MailError.Unreachable,
        >= 400 and < 500 => MailError.Busy,
        530 or 534 or 535 or 538 => MailError.NotAuthorised,
        _ when failure is SmtpFailedRecipientException => MailError.Recipient,
        _ => MailError.Refused,
    };
}
