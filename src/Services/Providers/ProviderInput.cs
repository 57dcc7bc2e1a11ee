using ConversationMemory.Data.Models;

namespace ConversationMemory.Services.Providers;

/// <summary>What an admin says of a provider. Nobody is ever shown a key again, so it says what to do with the one that is there.</summary>
public sealed record ProviderInput
{
    public required string Name { get; init; }
    public required string Kind { get; init; }
    public required string Endpoint { get; init; }

    /// <summary>Takes the place of the key that is there; null: that one stays.</summary>
    public string? NewKey { get; init; }

    public bool RemoveKey { get; init; }

    /// <summary>Added to the headers that are there, or in place of those of the same name.</summary>
    public IReadOnlyDictionary<string, string> NewHeaders { get; init; } = new Dictionary<string, string>();

    public IReadOnlyCollection<string> RemovedHeaders { get; init; } = [];

    public IReadOnlyList<ProviderModel> Models { get; init; } = [];

    public int StreamTimeoutSeconds { get; init; } = 60;
}
