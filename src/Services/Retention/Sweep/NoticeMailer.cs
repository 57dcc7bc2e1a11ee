using System.Globalization;
using ConversationMemory.Data;
using ConversationMemory.Data.Retention.Queries.Sweep;
using ConversationMemory.Services.Notifications;

namespace ConversationMemory.Services.Retention.Sweep;

/// <summary>
/// Tells people by mail that conversations of theirs are about to end: once a day at most, and only when there is something
/// new. How many and when; what they are about does not leave the portal.
/// </summary>
public sealed class NoticeMailer(MaintenanceDataSource database, IMailSender mail, MailOptions options, TimeProvider clock)
{
    /// <summary>Works until everybody is told. Without a mail server it does nothing.</summary>
    /// <exception cref="MailException">The mail server cannot be used now.</exception>
    /// <returns>Mails that were sent.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var sent = 0;
        while (mail.IsConfigured && await NoticeMails.ClaimAsync(database, clock.GetUtcNow(), ct) is { } notice)
        {
            try
            {
                await mail.SendAsync(Mail(notice), ct);
                sent++;
            }
            catch (MailException failure) when (failure.Kind is MailError.Recipient or MailError.Refused)
            {
                // This one's only, and it will not be better in an hour: there is the notice in the portal.
            }
            catch (MailException)
            {
                // The others would fail as well; the next round tries them and this one again.
                await NoticeMails.ReturnAsync(database, notice, ct);
                throw;
            }
        }

        return sent;
    }

    private MailMessageText Mail(ClaimedNotice notice)
    {
        var what = notice.Conversations == 1 ? "One of your conversations is" : $"{notice.Conversations.ToString("N0", CultureInfo.InvariantCulture)} of your conversations are";
        var first = notice.FirstEndsAt.UtcDateTime.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture);
        var where = options.PortalAddress is { } address
            ? $"{address.ToString().TrimEnd('/')}/conversations?state=expiring"
            : "the portal, under Conversations, Expiring soon";
        return new MailMessageText(
            notice.Email,
            $"{what} about to end",
            $"""
            {what} about to end, because nobody has written in {(notice.Conversations == 1 ? "it" : "them")} for a while. The first one ends on {first} UTC.

            To keep one, write in it, extend it or pin it. To save it, export it. All of that is here:
            {where}

            Nothing is to be done if you do not need them any more.

            """);
    }
}
