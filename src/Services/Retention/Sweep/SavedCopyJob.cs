using ConversationMemory.Services.Exports;
using ConversationMemory.Services.Work;

namespace ConversationMemory.Services.Retention.Sweep;

/// <summary>Saves the copy of a conversation whose deletion waits for it. Its subject is the conversation.</summary>
internal sealed class SavedCopyJob(SavedCopies copies, ExportFiles files) : IJobHandler
{
    public static readonly JobKind Kind = new("saved_copy", "Copies before deletions") { MostAttempts = 12, MostWait = TimeSpan.FromHours(1) };

    public async Task RunAsync(JobRun job, CancellationToken ct)
    {
        if (!await copies.SaveAsync(files, job.OwnerId, job.Subject, ct)) throw new JobException("The conversation changed while it was read.");
    }
}
