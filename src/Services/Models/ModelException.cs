namespace ConversationMemory.Services.Models;

/// <summary>
/// A model did not answer. The message is meant for the person in the chat. Neither it nor <see cref="Cause"/> holds anything
/// that a provider sent, an address or a key; for that reason there is no inner exception.
/// </summary>
public sealed class ModelException : Exception
{
    public ModelException(ModelError kind, string? cause = null, TimeSpan? retryAfter = null, string? message = null)
        : base(message ?? Explain(kind, retryAfter))
    {
        Kind = kind;
        Cause = cause;
        RetryAfter = retryAfter;
    }

    public ModelError Kind { get; }

    /// <summary>What to write to a log, such as <c>HTTP 503</c>.</summary>
    public string? Cause { get; }

    /// <summary>How long the provider asked to wait.</summary>
    public TimeSpan? RetryAfter { get; }

    private static string Explain(ModelError kind, TimeSpan? retryAfter) => kind switch
    {
        ModelError.NotAuthorised => "The model's provider did not accept this portal's key. Please tell an administrator; your message is kept.",
        ModelError.NotFound => "The model's provider does not know this agent's model. Please tell an administrator, or choose another agent.",
        ModelError.BadRequest => "The model's provider refused the request. Try again in other words; if that fails too, please tell an administrator.",
        ModelError.TooLong => "The conversation is longer than this model can take. Shorten the message, or start a new chat.",
        ModelError.RateLimited => $"The model's provider is limiting requests at the moment. Please try again {When(retryAfter)}.",
        ModelError.Unreachable => "The model cannot be reached right now. Your message is kept; please try again in a moment.",
        ModelError.Unavailable => "The model's provider has a fault at the moment. Your message is kept; please try again in a while.",
        ModelError.Timeout => "The model took too long to answer. Your message is kept; please try again.",
        ModelError.BrokenStream => "The connection to the model broke in the middle of the reply. What had arrived is kept; please try again.",
        ModelError.NoFinishReason => "The reply ended before the model said that it was complete, so something may be missing. You can try again.",
        ModelError.Nonsense => "What the model's provider sent back was not a chat reply. Please try again; if it stays so, tell an administrator.",
        ModelError.ContentFiltered => "The model's provider withheld this reply by its content filter. Try to put the question in another way.",
        ModelError.ProviderOff => "This agent's provider is switched off at the moment. Your message is kept; please choose another agent, or tell an administrator.",
        ModelError.ToolLimit => "The model kept calling tools and gave no answer. Please try again, or ask in smaller steps.",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static string When(TimeSpan? retryAfter) => retryAfter switch
    {
        null => "in a minute",
        { TotalSeconds: <= 1 } => "in a second",
        { TotalSeconds: < 90 } wait => $"in {Math.Ceiling(wait.TotalSeconds):0} seconds",
        { TotalMinutes: < 90 } wait => $"in {Math.Ceiling(wait.TotalMinutes):0} minutes",
        var wait => $"in {Math.Ceiling(wait.Value.TotalHours):0} hours",
    };
}
