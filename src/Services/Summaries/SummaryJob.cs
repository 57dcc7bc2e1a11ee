using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Models;
using ConversationMemory.Services.Work;

namespace ConversationMemory.Services.Summaries;

/// <summary>Summarises a conversation that has grown enough. Its subject is the conversation.</summary>
internal sealed class SummaryJob(Summarizer summarizer) : IJobHandler
{
    public static readonly JobKind Kind = new("summary", "Summaries") { AtOnce = 2, MostAttempts = 8 };

    // After so many failures of the model, the extractive summary will do: the window waits for it.
    private const int ModelAttempts = 3;

    public async Task RunAsync(JobRun job, CancellationToken ct)
    {
        try
        {
            await summarizer.RunAsync(job.Subject, asked: false, extractive: job.Attempt > ModelAttempts, ct);
        }
        catch (ProblemException)
        {
            // The conversation is gone.
        }
        catch (ModelException failure)
        {
            throw new JobException($"The model failed: {failure.Kind}", failure);
        }
    }
}
