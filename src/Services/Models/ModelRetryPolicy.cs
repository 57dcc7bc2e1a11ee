using System.ClientModel.Primitives;
using System.Globalization;

namespace ConversationMemory.Services.Models;

/// <summary>
/// Three retries with doubling waits, or the wait the provider asks for. It acts before the first part of an answer only: what
/// fails later is never repeated, since the reader has seen the beginning.
/// </summary>
internal sealed class ModelRetryPolicy(TimeSpan firstDelay) : ClientRetryPolicy(maxRetries: 3)
{
    /// <summary>Someone is waiting at the page; beyond this the error says when to try again.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    /// <summary>What a <c>Retry-After</c> header asks for, in seconds or as a date.</summary>
    public static TimeSpan? RetryAfter(PipelineResponse? response)
    {
        if (response is null || !response.Headers.TryGetValue("Retry-After", out var value))
            return null;
        if (double.TryParse(value, CultureInfo.InvariantCulture, out var seconds))
            return seconds is >= 0 and < 1e6 ? TimeSpan.FromSeconds(seconds) : null;
        if (!DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out var date))
            return null;
        var wait = date - TimeProvider.System.GetUtcNow();
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    protected override async ValueTask<bool> ShouldRetryAsync(PipelineMessage message, Exception? exception)
    {
        // Who waited a whole timeout for nothing does not want to wait three more.
        if (exception is OperationCanceledException or TimeoutException)
            return false;
        if (RetryAfter(message.Response) > LongestWait)
            return false;
        return await base.ShouldRetryAsync(message, exception).ConfigureAwait(false);
    }

    protected override TimeSpan GetNextDelay(PipelineMessage message, int tryCount) =>
        RetryAfter(message.Response) ?? firstDelay * Math.Pow(2, Math.Max(0, tryCount - 1));
}
