using ConversationMemory.Services.Context;
using ConversationMemory.Services.Models;
using ConversationMemory.Services.Models.Tools;
using Microsoft.Extensions.AI;

namespace ConversationMemory.Services.Chat;

/// <summary>All that a reply needs before a model is asked.</summary>
public sealed record PreparedReply(ModelInUse Model, ContextPlan Plan, ChatOptions Options, ToolLimits Limits);
