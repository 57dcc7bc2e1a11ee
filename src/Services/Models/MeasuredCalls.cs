using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace ConversationMemory.Services.Models;

/// <summary>The way in which models are asked: each call is measured, whether its answer is whole or not.</summary>
internal static class MeasuredCalls
{
    /// <param name="kind">What it is asked for: <c>reply</c>, <c>title</c> or <c>summary</c>.</param>
    /// <exception cref="ModelException">The model did not answer, or not wholly; what came before it is to be kept.</exception>
    public static async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        this ModelInUse model, string kind, IEnumerable<ChatMessage> messages, ChatOptions options, [EnumeratorCancellation] CancellationToken ct)
    {
        var meter = new CallMeter(model);
        var updates = model.Client.GetStreamingResponseAsync(messages, options, ct).GetAsyncEnumerator(ct);
        await using var disposal = updates.ConfigureAwait(false);
        try
        {
            while (await meter.NextAsync(updates).ConfigureAwait(false)) yield return updates.Current;
        }
        finally
        {
            CallMetrics.Add(kind, meter.Result());
        }
    }

    /// <inheritdoc cref="StreamAsync"/>
    public static Task<ChatResponse> AskAsync(
        this ModelInUse model, string kind, IEnumerable<ChatMessage> messages, ChatOptions options, CancellationToken ct) =>
        model.StreamAsync(kind, messages, options, ct).ToChatResponseAsync(ct);
}
