
namespace ConversationMemory.Services.Models.Tools;

/// <summary>What bounds the tool calls of one reply.</summary>
public sealed record ToolLimits
{
    /// <summary>How often the model may call tools before it has to answer.</summary>
    public int MaxRounds { get; init; } = 5;

    /// <summary>Calls in one reply; further ones fail.</summary>
    public int MaxCalls { get; init; } = 16;

    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For the whole reply, the model's own time included.</summary>
    public TimeSpan TotalTime { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Chars of one result that the model sees.</summary>
    public int MaxResultLength { get; init; } = 8000;

    /// <summary>Chars of all stored calls together, as JSON.</summary>
    public int MaxStoredSize { get; init; } = 2000;

    /// <summary>Tokens left in the context budget for calls and their results.</summary>
    public int Room { get; init; } = int.MaxValue;
}
