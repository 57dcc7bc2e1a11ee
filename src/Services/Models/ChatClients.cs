using System.Collections.Concurrent;
using ConversationMemory.Services.Text.Tokens;
using ConversationMemory.Services.Work;
using Microsoft.Extensions.AI;

namespace ConversationMemory.Services.Models;

/// <summary>Hands out the chat client for each agent's model. One for the whole app.</summary>
public sealed class ChatClients(ModelOptions options)
{
    private readonly ConcurrentDictionary<string, ModelInUse> _models = new(StringComparer.Ordinal);

    public bool IsOffline => options.IsOffline;

    /// <param name="model">An agent's model; null or blank: the configured one. Without configuration it is the offline assistant for all.</param>
    public ModelInUse For(string? model)
    {
        if (options.IsOffline)
            return _models.GetOrAdd(OfflineAssistant.ModelName, name => new(Traced(new OfflineAssistant()), name, Tokenizers.For(name), IsOffline: true));
        return _models.GetOrAdd(string.IsNullOrWhiteSpace(model) ? options.Name : model.Trim(), Create);
    }

    private ModelInUse Create(string model) => new(Traced(new OpenAIChatClient(options, model)), model, Tokenizers.For(model), IsOffline: false);

    // Set, and not left to the variable that would turn it on: what is said never becomes part of a span.
    private static IChatClient Traced(IChatClient client) =>
        client.AsBuilder().UseOpenTelemetry(sourceName: Telemetry.Name, configure: spans => spans.EnableSensitiveData = false).Build();
}
