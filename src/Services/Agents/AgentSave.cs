using ConversationMemory.Data.Agents;

namespace ConversationMemory.Services.Agents;

/// <summary>How saving an agent went.</summary>
public abstract record AgentSave
{
    private AgentSave()
    {
    }

    /// <param name="Version">The new one.</param>
    public sealed record Saved(int Version) : AgentSave;

    /// <summary>It says what the agent says already: no version was made.</summary>
    public sealed record Unchanged : AgentSave;

    /// <summary>Somebody saved another version in the meantime; nothing was written.</summary>
    /// <param name="Newest">What they saved.</param>
    /// <param name="Theirs">What it changed of the version that was edited.</param>
    public sealed record Conflict(AgentVersion Newest, IReadOnlyList<AgentChange> Theirs) : AgentSave;

    public sealed record NoSuchAgent : AgentSave;
}
