namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>A clock by which an export notes its place after each conversation; something happens when it has done so often enough.</summary>
/// <param name="after">How many times it noted its place before.</param>
/// <param name="happens">After the next time.</param>
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

    // Nobody rests; asked for whenever a place was noted.
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (noted++ == after) happens();
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
