using System.Globalization;
using ConversationMemory.Data;
using ConversationMemory.Data.Retention.Queries.Sweep;
using ConversationMemory.Services.Notifications;
using ConversationMemory.Services.Work;

namespace ConversationMemory.Services.Retention.Sweep;

/// <summary>
/// Tells people by mail that conversations of theirs are about to end: once a day at most, and only when there is something
/// new. How many and when; what they are about does not leave the portal.
/// </summary>
public sealed class NoticeMailer(MaintenanceDataSource database, IMailSender mail, MailOptions options, JobQueue jobs, TimeProvider clock)
{
    /// <summary>Adds a job for each person who is to be told. Without a mail server it does nothing.</summary>
    /// <returns>How many that are.</returns>
    public async Task<int> FindAsync(CancellationToken ct)
    {
        var found = mail.IsConfigured ? await NoticeMails.FindAsync(database, NoticeMailJob.Kind.Name, clock.GetUtcNow(), ct) : 0;
        if (found > 0) jobs.Announce();
        return found;
    }

    /// <summary>Tells one person, unless there is nothing to tell any more.</summary>
    /// <exception cref="MailException">The mail could not be sent.</exception>
    public async Task SendAsync(Guid person, CancellationToken ct)
    {
        if (await NoticeMails.ClaimAsync(database, person, clock.GetUtcNow(), ct) is not { } notice) return;
        try
        {
            await mail.SendAsync(Mail(notice), ct);
        }
        catch (Exception failure) when (failure is not MailException { Kind: MailError.Recipient or MailError.Refused })
        {
            // Another attempt may tell them today.
            await NoticeMails.ReturnAsync(database, notice, CancellationToken.None);
            throw;
        }
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
