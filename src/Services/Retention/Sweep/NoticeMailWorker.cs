using ConversationMemory.Services.Work;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Services.Retention.Sweep;

/// <summary>Looks again and again whether somebody is to be told by mail.</summary>
public sealed class NoticeMailWorker(NoticeMailer mailer, TimeProvider clock, ILogger<NoticeMailWorker> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Recurring.MailNotices.RepeatAsync(mailer.RunAsync, clock, log, stoppingToken);
}
