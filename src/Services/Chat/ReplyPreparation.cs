using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Context;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Models;
using ConversationMemory.Services.Models.Providers;
using ConversationMemory.Services.Models.Tools;
using ConversationMemory.Services.Work;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Services.Chat;

/// <summary>Reads what a reply is made from, in one short transaction, and builds its context.</summary>
public sealed class ReplyPreparation(ReplyMaterial material, AgentModels models, ToolBox tools, IOptions<ConversationOptions> options)
{
    public Task<PreparedReply> PrepareAsync(ReplyKey key, string? timeZone, CancellationToken ct) =>
        Telemetry.MeasureAsync("context", () => BuildAsync(key, timeZone, ct));

    private async Task<PreparedReply> BuildAsync(ReplyKey key, string? timeZone, CancellationToken ct)
    {
        var read = await material.ReadAsync(key, ct);
        var agent = read.Agent;
        var model = await models.ForAsync(agent.ProviderId, agent.Model, ct);
        var functions = model.TakesTools ? tools.For(agent, key, timeZone, model.IsOffline, read.IsShared) : [];
        var budget = model.Budget(agent.ContextBudget ?? options.Value.MaxContextTokens, agent.MaxAnswerTokens);
        var plan = ContextBuilder.Build(new ContextRequest
        {
            Budget = budget,
            Counter = model.Counter,
            SystemPrompt = agent.SystemPrompt,
            Summary = read.Summary,
            Messages = [.. read.Messages.Select(m => Candidate(m, read, model))],
            Tools = functions,
            ToolRoom = functions.Count > 0 ? budget / 8 : 0,
        });
        return new PreparedReply(
            model,
            plan with { Record = plan.Record with { Agent = new ContextAgent(agent.Id, agent.Version, agent.Name) } },
            new ChatOptions
            {
                Temperature = agent.Temperature,
                MaxOutputTokens = agent.MaxAnswerTokens,
                Tools = plan.IncludeTools ? [.. functions] : [],
            },
            new ToolLimits { MaxStoredSize = options.Value.MaxToolCallSize, Room = plan.Room });
    }

    private static ContextMessage Candidate(MessageRecord message, ReplyMaterials read, ModelInUse model)
    {
        var name = read.Authors.Of(message);
        return new ContextMessage(
            message.Seq,
            message.Role.ToString().ToLowerInvariant(),
            name is null ? message.Content : $"{name}: {message.Content}",
            message.ToolCalls ?? [],
            model.Counter is { IsExact: true, Encoding: "o200k_base" } && message.ToolCalls is null && name is null ? message.Tokens : null);
    }
}
