using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace ConversationMemory.Services.Models;

/// <summary>Takes the time of one call, and notes what the provider tells of it.</summary>
internal sealed class CallMeter(ModelInUse model)
{
    private readonly long startedAt = Stopwatch.GetTimestamp();
    private UsageDetails? usage;
    private TimeSpan? firstToken;
    private string? modelUsed;
    private ChatFinishReason? finishReason;
    private ModelError? error;

    public async ValueTask<bool> NextAsync(IAsyncEnumerator<ChatResponseUpdate> updates)
    {
        try
        {
            if (!await updates.MoveNextAsync().ConfigureAwait(false)) return false;
        }
        catch (ModelException failure)
        {
            error = failure.Kind;
            throw;
        }

        Note(updates.Current);
        return true;
    }

    public ModelCall Result() => new(
        model.Client.GetService<ChatClientMetadata>()?.ProviderName ?? "unknown", model.Name, modelUsed, finishReason?.Value,
        usage?.InputTokenCount, usage?.OutputTokenCount, usage?.CachedInputTokenCount, usage?.ReasoningTokenCount,
        firstToken, Stopwatch.GetElapsedTime(startedAt), error);

    private void Note(ChatResponseUpdate update)
    {
        if (update.Contents.Any(part => part is TextContent or FunctionCallContent)) firstToken ??= Stopwatch.GetElapsedTime(startedAt);
        // The last word counts: some servers tell the sum so far with each part.
        usage = update.Contents.OfType<UsageContent>().LastOrDefault()?.Details ?? usage;
        modelUsed = update.ModelId ?? modelUsed;
        finishReason = update.FinishReason ?? finishReason;
    }
}
