namespace ConversationMemory.Services.Work;

/// <summary>Somebody who waits for calls of one topic. Calls that come while nobody sleeps count as one.</summary>
public sealed class WakeUp : IDisposable
{
    private readonly WakeUps wakeUps;
    private readonly SemaphoreSlim rung = new(0, 1);

    internal WakeUp(WakeUps wakeUps, string topic) => (this.wakeUps, Topic) = (wakeUps, topic);

    internal string Topic { get; }

    /// <summary>Sleeps until the next call; returns at once when there was one since the last sleep.</summary>
    /// <param name="atMost">Calls can be lost: look again after this time in any case.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <returns>False: the time is over, and nobody called.</returns>
    public Task<bool> SleepAsync(TimeSpan atMost, CancellationToken ct) => rung.WaitAsync(atMost, ct);

    public void Dispose()
    {
        wakeUps.Leave(this);
        rung.Dispose();
    }

    internal void Ring() => rung.ReleaseOnce();
}
