using ConversationMemory.Data.Models;

namespace ConversationMemory.Services.Providers;

/// <summary>A provider as admins see it. The key is not among it.</summary>
/// <param name="HeaderNames">Without their values.</param>
/// <param name="SecretsLost">Key and headers cannot be read any more, and have to be entered again.</param>
/// <param name="Agents">Names of those that use it, retired ones too.</param>
public sealed record ListedProvider(
    Guid Id, string Name, string Kind, string Endpoint, bool HasKey, IReadOnlyList<string> HeaderNames, bool SecretsLost,
    IReadOnlyList<ProviderModel> Models, int StreamTimeoutSeconds, bool Enabled, int Version, IReadOnlyList<string> Agents);
