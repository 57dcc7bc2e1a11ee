using ConversationMemory.Services.Text.Tokens;
using Microsoft.Extensions.AI;

namespace ConversationMemory.Services.Models;

/// <summary>The model that answers for an agent.</summary>
/// <param name="Name">The model's name; <see cref="OfflineAssistant.ModelName"/> when there is none.</param>
/// <param name="Counter">Counts tokens as this model does.</param>
/// <param name="IsOffline">No language model answers: titles and summaries are made without one.</param>
public sealed record ModelInUse(IChatClient Client, string Name, TokenCounter Counter, bool IsOffline);
