using System.Collections.Concurrent;

namespace ConversationMemory.Services.Work;

/// <summary>
/// Threads of their own for what computes for a while, one for each core. Whoever asks awaits the answer, and neither holds a thread of the shared
/// pool meanwhile nor waits for one: requests that do not compute go on beside it.
/// </summary>
public sealed class ComputeThreads : TaskScheduler, IDisposable
{
    // The answer is taken up by the pool, not by the thread that computed it.
    private const TaskCreationOptions Creation = TaskCreationOptions.DenyChildAttach | TaskCreationOptions.RunContinuationsAsynchronously;

    private readonly BlockingCollection<Task> waiting = [];

    public ComputeThreads()
    {
        for (var number = 1; number <= MaximumConcurrencyLevel; number++)
            new Thread(Work) { IsBackground = true, Name = $"compute {number}" }.Start();
    }

    public override int MaximumConcurrencyLevel { get; } = Environment.ProcessorCount;

    public Task<T> RunAsync<T>(Func<T> work, CancellationToken ct) => Task.Factory.StartNew(work, ct, Creation, this);

    /// <summary>Does the same to each of many, on all threads that are free.</summary>
    /// <param name="items">What to work on.</param>
    /// <param name="begin">Called once on each thread that takes part: what it returns may keep something from one item to the next.</param>
    /// <param name="ct">Ends the work between two items.</param>
    /// <returns>In the order of the items.</returns>
    public async Task<TResult[]> EachAsync<TItem, TResult>(IReadOnlyList<TItem> items, Func<Func<TItem, TResult>> begin, CancellationToken ct)
    {
        var results = new TResult[items.Count];
        var last = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(items.Count, MaximumConcurrencyLevel)).Select(_ => RunAsync(Share, ct)));
        return results;

        int Share()
        {
            var (work, done) = (begin(), 0);
            for (int i; (i = Interlocked.Increment(ref last)) < items.Count; done++)
            {
                ct.ThrowIfCancellationRequested();
                results[i] = work(items[i]);
            }

            return done;
        }
    }

    /// <summary>What has begun is finished; what is waiting is done before the threads end.</summary>
    public void Dispose() => waiting.CompleteAdding();

    protected override void QueueTask(Task task) => waiting.Add(task);

    // A thread of the pool that comes by must not compute.
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => waiting;

    private void Work()
    {
        foreach (var task in waiting.GetConsumingEnumerable()) TryExecuteTask(task);
    }
}
