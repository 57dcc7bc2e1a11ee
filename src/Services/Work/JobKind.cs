namespace ConversationMemory.Services.Work;

/// <summary>A kind of job, and how it is done.</summary>
/// <param name="Name">As in <c>app.jobs.kind</c>.</param>
/// <param name="Title">For admins.</param>
public sealed record JobKind(string Name, string Title)
{
    /// <summary>How many of it one instance works on at a time.</summary>
    public int AtOnce { get; init; } = 1;

    /// <summary>After so many failures it is given up. Recurring work never is.</summary>
    public int MostAttempts { get; init; } = 5;

    /// <summary>After the first failure; it doubles with each further one.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan MostWait { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Recurring work: from the end of one time to the beginning of the next, but for some jitter.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>Recurring work that waits for its first time when the app has just been set up; otherwise it begins at once.</summary>
    public bool StartsLate { get; init; }

    /// <summary>It is done while the portal is read-only, too.</summary>
    public bool WhileReadOnly { get; init; }

    /// <summary>How long to wait after this many failures. Jobs that failed together do not come back together.</summary>
    public TimeSpan WaitAfter(int attempts)
    {
        var most = Every < MostWait ? Every.Value : MostWait;
        var wait = FirstWait * Math.Pow(2, Math.Min(attempts, 30) - 1);
        return (wait < most ? wait : most) * (0.8 + (0.4 * Random.Shared.NextDouble()));
    }

    /// <summary>Until recurring work is done again.</summary>
    public TimeSpan UntilNext() => Every!.Value * (1 + (0.1 * Random.Shared.NextDouble()));
}
