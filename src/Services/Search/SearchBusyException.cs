namespace ConversationMemory.Services.Search;

/// <summary>So many searches are waiting already that another one would wait for too long.</summary>
public sealed class SearchBusyException() : Exception("Many searches are running right now. Please try again in a moment.")
{
    /// <summary>When it is worth trying again.</summary>
    public static TimeSpan RetryAfter { get; } = TimeSpan.FromSeconds(2);
}
