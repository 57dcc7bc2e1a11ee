namespace ConversationMemory.Services.Operations;

/// <summary>That nothing may be written now.</summary>
/// <param name="Text">Why and until when, for everybody to read.</param>
/// <param name="Since">UTC.</param>
public sealed record ReadOnlyState(string Text, DateTimeOffset? Since)
{
    /// <summary>What is said when nothing else is.</summary>
    public const string DefaultText = "We are working on this site.";
}
