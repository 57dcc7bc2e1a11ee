using ConversationMemory.Data.Imports;
using ConversationMemory.Services.Operations;
using ConversationMemory.Services.Work;

namespace ConversationMemory.Services.Imports;

/// <summary>Reads uploads, writes what was chosen of them, and takes imports back. The subject is the import, whose row says how far it is.</summary>
internal abstract class ImportJob(ImportJobs jobs, ImportReader reader, ImportState state) : IJobHandler
{
    private const string Failure = "Something went wrong here, several times. What was imported so far can be undone.";

    // So that a small one need not wait for a large one.
    protected const int AtOnce = 2;

    public async Task RunAsync(JobRun job, CancellationToken ct)
    {
        if (!await jobs.IsAtAsync(job.Subject, state, ct)) return;
        try
        {
            await StepAsync(job.Subject, ct);
        }
        catch (ImportException refused)
        {
            await jobs.EndAsync(job.Subject, state, ImportState.Failed, null, refused.Message, CancellationToken.None);
            await reader.ForgetFileAsync(job.Subject, CancellationToken.None);
        }
    }

    public Task GivenUpAsync(JobRun job, CancellationToken ct) => jobs.EndAsync(job.Subject, state, ImportState.Failed, null, Failure, ct);

    protected abstract Task StepAsync(Guid import, CancellationToken ct);
}

/// <summary>Looks through an upload.</summary>
internal sealed class ImportReadJob(ImportJobs jobs, ImportReader reader) : ImportJob(jobs, reader, ImportState.Reading)
{
    public static readonly JobKind Kind = new("import_read", "Uploads to look through") { AtOnce = AtOnce };

    private readonly ImportReader reader = reader;

    protected override Task StepAsync(Guid import, CancellationToken ct) => reader.RunAsync(import, ct);
}

/// <summary>Imports what was chosen.</summary>
internal sealed class ImportWriteJob(ImportJobs jobs, ImportReader reader, ImportWriter writer, ReadOnlyMode readOnly) : ImportJob(jobs, reader, ImportState.Importing)
{
    public static readonly JobKind Kind = new("import", "Imports") { AtOnce = AtOnce };

    protected override Task StepAsync(Guid import, CancellationToken ct) => writer.RunAsync(import, readOnly, ct);
}

/// <summary>Takes an import back.</summary>
internal sealed class ImportUndoJob(ImportJobs jobs, ImportReader reader, ImportUndo undo) : ImportJob(jobs, reader, ImportState.Undoing)
{
    public static readonly JobKind Kind = new("import_undo", "Imports to take back") { AtOnce = AtOnce };

    protected override Task StepAsync(Guid import, CancellationToken ct) => undo.RunAsync(import, ct);
}
