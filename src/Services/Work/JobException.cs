namespace ConversationMemory.Services.Work;

/// <summary>A job failed, for a reason that an admin may read: a kind of error, nobody's words.</summary>
public sealed class JobException(string reason, Exception? inner = null) : Exception(reason, inner)
{
    /// <summary>It will not be better at another time: it is given up at once.</summary>
    public bool IsFinal { get; init; }
}

/// <summary>The job was stopped, or another instance has taken it over: what came of it here is to be dropped.</summary>
public sealed class JobLostException() : Exception("The job is another instance's now, or nobody's.");

/// <summary>It cannot be done now, through no fault of its own: it waits, and the attempt does not count.</summary>
public sealed class JobPostponedException() : Exception("The job cannot be done now.");
