using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace ConversationMemory.Services.Work;

/// <summary>
/// Wakes whoever waits for something to change, here and on every other instance. A call says what is worth another look and nothing of what
/// is in it: each waiter reads again, as whoever it works for. Calls may be lost (with the instance, or with the database), so a waiter also
/// looks by itself now and then.
/// </summary>
public sealed class WakeUps : IDisposable
{
    // More than that wait only while the database is away; then everybody looks again.
    private const int MostUnsent = 10_000;

    private readonly ConcurrentDictionary<string, ImmutableArray<WakeUp>> waiters = new();
    private readonly SemaphoreSlim announced = new(0, 1);
    private readonly Lock gate = new();
    private HashSet<string> unsent = [];

    /// <summary>Tells instances apart: one's own calls come back and are passed over.</summary>
    internal string Instance { get; } = Guid.NewGuid().ToString("N")[..12];

    /// <summary>
    /// Something has changed. Call it after the commit: a waiter that looks earlier sees nothing. Returns at once; waiters here are woken
    /// directly, other instances within some milliseconds.
    /// </summary>
    /// <param name="topic">Of <see cref="WakeUpTopics"/>.</param>
    public void Send(string topic)
    {
        WakeHere(topic);
        lock (gate)
        {
            unsent.Add(topic);
            if (unsent.Count > MostUnsent) unsent = [WakeUpTopics.Everything];
        }

        announced.ReleaseOnce();
    }

    /// <summary>Is woken by calls from now on: subscribe, then look, then sleep, and nothing is missed. Dispose of it.</summary>
    public WakeUp Subscribe(string topic)
    {
        var waiter = new WakeUp(this, topic);
        waiters.AddOrUpdate(topic, _ => [waiter], (_, others) => others.Add(waiter));
        return waiter;
    }

    public void Dispose() => announced.Dispose();

    internal void Leave(WakeUp waiter)
    {
        waiters.AddOrUpdate(waiter.Topic, _ => [], (_, others) => others.Remove(waiter));
        waiters.TryRemove(KeyValuePair.Create(waiter.Topic, ImmutableArray<WakeUp>.Empty));
    }

    internal Task AnnouncedAsync(CancellationToken ct) => announced.WaitAsync(ct);

    internal IReadOnlyCollection<string> TakeUnsent()
    {
        lock (gate)
        {
            var taken = unsent;
            unsent = [];
            return taken;
        }
    }

    internal void PutBack(IEnumerable<string> topics)
    {
        lock (gate) unsent.UnionWith(topics);
        announced.ReleaseOnce();
    }

    internal void WakeHere(string topic)
    {
        if (topic == WakeUpTopics.Everything) WakeAllHere();
        else if (waiters.TryGetValue(topic, out var waiting)) Wake(waiting);
    }

    /// <summary>Calls may have been missed: everybody looks again.</summary>
    internal void WakeAllHere()
    {
        foreach (var (_, waiting) in waiters) Wake(waiting);
    }

    private static void Wake(ImmutableArray<WakeUp> waiting)
    {
        foreach (var waiter in waiting) waiter.Ring();
    }
}
