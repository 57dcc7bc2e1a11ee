namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>A clock by which an export notes its place after each conversation; something happens when it has done so often enough.</summary>
/// <param name="after">How many times it noted its place before.</param>
/// <param name="happens">At the next time, before that is noted.</param>
public sealed class HastyClock(int after, Action happens) : TimeProvider
{
    private long now;
    private int noted;

    public HastyClock()
        : this(int.MaxValue, () => { })
    {
    }

    // Three seconds pass between any two looks at it.
    public override long TimestampFrequency => 1;

    public override long GetTimestamp() => now += 3;

    // Nobody rests.
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, TimeSpan.Zero, period);

    // Asked for whenever a place is noted.
    public override DateTimeOffset GetUtcNow()
    {
        if (noted++ == after) happens();
        return DateTimeOffset.UtcNow;
    }
}
