namespace ConversationMemory.Data.Models;

/// <summary>Where models are had from: an OpenAI-compatible address that an admin has entered, with what it takes to be let in.</summary>
public sealed class Provider
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid OrganisationId { get; init; }
    public required string Name { get; set; }

    /// <summary>Which preset it was made from, such as <c>groq</c>; it decides nothing else.</summary>
    public required string Kind { get; set; }

    /// <summary>The base address, http or https, without a slash at its end.</summary>
    public required string Endpoint { get; set; }

    /// <summary>Encrypted, for this provider at the origin of <see cref="Endpoint"/> alone; null: it asks for none.</summary>
    public string? ProtectedKey { get; set; }

    /// <summary>Further headers, names and values, encrypted as <see cref="ProtectedKey"/> is; null: none.</summary>
    public string? ProtectedHeaders { get; set; }

    public IReadOnlyList<ProviderModel> Models { get; set; } = [];

    /// <summary>How long to wait for the beginning of an answer, and between two parts of it.</summary>
    public int StreamTimeoutSeconds { get; set; } = 60;

    /// <summary>Agents that use it while it is off fail with that reason: they never move to another provider by themselves.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>It counts up with each change, so that no instance goes on with what was before.</summary>
    public int Version { get; set; } = 1;

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; set; }
}
