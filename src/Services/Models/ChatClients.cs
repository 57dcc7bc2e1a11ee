using System.Collections.Concurrent;
using ConversationMemory.Data.Models;
using ConversationMemory.Services.Models.Providers;
using ConversationMemory.Services.Models.Tools;
using ConversationMemory.Services.Text.Tokens;
using ConversationMemory.Services.Work;
using Microsoft.Extensions.AI;

namespace ConversationMemory.Services.Models;

/// <summary>Hands out the chat client for each agent's model. One for the whole app.</summary>
public sealed class ChatClients(ModelOptions options, ProviderSecrets secrets, ToolRegistry tools)
{
    private readonly ConcurrentDictionary<string, ModelInUse> models = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(Guid Provider, string Model), (int Version, ModelInUse Model)> provided = new();

    public bool IsOffline => options.IsOffline;

    /// <param name="model">An agent's model; null or blank: the configured one. Without configuration it is the offline assistant for all.</param>
    public ModelInUse For(string? model)
    {
        if (options.IsOffline)
            return models.GetOrAdd(OfflineAssistant.ModelName, name => new(Traced(new OfflineAssistant(tools.All)), name, Tokenizers.For(name), IsOffline: true));
        return models.GetOrAdd(string.IsNullOrWhiteSpace(model) ? options.Name : model.Trim(), name => Create(options, name));
    }

    /// <param name="provider">As its row says now; a client made of an earlier version is dropped.</param>
    /// <param name="model">An agent's model; null: the first that the provider lists.</param>
    /// <exception cref="ModelException">The provider's key cannot be read any more, or it lists no model.</exception>
    internal ModelInUse For(Provider provider, string? model)
    {
        var name = model ?? (provider.Models is [var first, ..] ? first.Name : throw new ModelException(ModelError.NotFound, "no model"));
        if (provided.TryGetValue((provider.Id, name), out var known) && known.Version == provider.Version) return known.Model;
        var made = Create(provider, name);
        provided[(provider.Id, name)] = (provider.Version, made);
        return made;
    }

    private ModelInUse Create(Provider provider, string name)
    {
        if (!secrets.TryRead(provider, out var key, out var headers)) throw new ModelException(ModelError.ProviderOff, "the key cannot be read");
        var known = provider.Models.FirstOrDefault(m => m.Name == name) ?? new ProviderModel { Name = name };
        return Create(
            new ModelOptions
            {
                Endpoint = new Uri(provider.Endpoint),
                ApiKey = key,
                Headers = headers,
                StreamTimeout = TimeSpan.FromSeconds(provider.StreamTimeoutSeconds),
                RetryDelay = options.RetryDelay,
                TakesSystemMessages = known.SystemRole,
                Transport = ProviderTransport.Pipeline,
            },
            name) with
        { ContextLength = known.ContextLength, TakesTools = known.Tools };
    }

    private static ModelInUse Create(ModelOptions options, string model) =>
        new(Traced(new OpenAIChatClient(options, model)), model, Tokenizers.For(model), IsOffline: false);

    // Set, and not left to the variable that would turn it on: what is said never becomes part of a span.
    private static IChatClient Traced(IChatClient client) =>
        client.AsBuilder().UseOpenTelemetry(sourceName: Telemetry.Name, configure: spans => spans.EnableSensitiveData = false).Build();
}
