using ConversationMemory.Services.Notifications;
using ConversationMemory.Services.Work;

namespace ConversationMemory.Services.Retention.Sweep;

/// <summary>Tells one person by mail that conversations of theirs are about to end. Its subject is the person.</summary>
internal sealed class NoticeMailJob(NoticeMailer mailer) : IJobHandler
{
    public static readonly JobKind Kind = new("notice_mail", "Notice mails") { MostAttempts = 8, FirstWait = TimeSpan.FromMinutes(1), MostWait = TimeSpan.FromHours(1) };

    public async Task RunAsync(JobRun job, CancellationToken ct)
    {
        try
        {
            await mailer.SendAsync(job.OwnerId, ct);
        }
        catch (MailException failure)
        {
            // This one's only, and it will not be better in an hour: there is the notice in the portal.
            throw new JobException($"Mail: {failure.Kind}", failure) { IsFinal = failure.Kind is MailError.Recipient or MailError.Refused };
        }
    }
}
