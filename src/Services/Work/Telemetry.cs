using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ConversationMemory.Services.Work;

/// <summary>
/// What the app tells of its work to whoever listens: names, durations, counts and kinds of errors; never what anybody wrote. Nobody listens
/// unless an operator asked for it, and then a span costs next to nothing.
/// </summary>
public static class Telemetry
{
    /// <summary>Of the activity source and of the meter; spans and metrics of model calls come under it too.</summary>
    public const string Name = "ConversationMemory";

    internal static readonly Meter Meter = new(Name);

    private static readonly ActivitySource Source = new(Name);

    private static readonly Histogram<double> Durations = Meter.CreateHistogram<double>(
        "conversation_memory.operation.duration", "s", "How long sends, contexts, replies, tools, searches, sweeps and jobs take.");

    /// <summary>Does one piece of work within a span of its name, and takes its time.</summary>
    /// <param name="operation">Such as <c>search</c>: one of a few.</param>
    public static Task<T> MeasureAsync<T>(string operation, Func<Task<T>> work) => MeasureAsync(operation, null, _ => work());

    /// <inheritdoc cref="MeasureAsync{T}(string, Func{Task{T}})"/>
    public static Task MeasureAsync(string operation, string? subject, Func<Task> work) => MeasureAsync(operation, subject, async _ =>
    {
        await work();
        return true;
    });

    /// <inheritdoc cref="MeasureAsync{T}(string, Func{Task{T}})"/>
    /// <param name="operation">Such as <c>execute_tool</c>: one of a few.</param>
    /// <param name="subject">What it is done with, such as the tool or the kind of job; part of the span's name, so nothing that people or models choose.</param>
    /// <param name="work">Tells the operation what only the work knows; an exception is told by its type.</param>
    public static async Task<T> MeasureAsync<T>(string operation, string? subject, Func<Operation, Task<T>> work)
    {
        using var measured = new Operation(operation, Source.StartActivity(subject is null ? operation : $"{operation} {subject}"), Durations);
        try
        {
            return await work(measured);
        }
        catch (OperationCanceledException)
        {
            measured.Fail("cancelled");
            throw;
        }
        catch (Exception fault)
        {
            measured.Fail(fault.GetType().Name);
            throw;
        }
    }
}
