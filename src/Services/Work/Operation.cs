using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ConversationMemory.Services.Work;

/// <summary>A piece of work that is being measured; see <see cref="Telemetry"/>.</summary>
public sealed class Operation : IDisposable
{
    private readonly long startedAt = Stopwatch.GetTimestamp();
    private readonly string name;
    private readonly Activity? span;
    private readonly Histogram<double> durations;
    private string? error;

    internal Operation(string name, Activity? span, Histogram<double> durations) => (this.name, this.span, this.durations) = (name, span, durations);

    /// <summary>Notes a figure or a name beside it. Only what is on the list of <c>SpanGuard</c> leaves the process.</summary>
    public void Set(string key, object? value) => span?.SetTag(key, value);

    /// <param name="kind">A type's or a kind's name; never a message.</param>
    public void Fail(string kind)
    {
        error = kind;
        span?.SetStatus(ActivityStatusCode.Error);
        span?.SetTag("error.type", kind);
    }

    public void Dispose()
    {
        var tags = new TagList { { "operation", name } };
        if (error is not null) tags.Add("error.type", error);
        durations.Record(Stopwatch.GetElapsedTime(startedAt).TotalSeconds, tags);
        span?.Dispose();
    }
}
