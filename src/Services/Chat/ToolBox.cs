using ConversationMemory.Data.Agents;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Models.Tools;
using Microsoft.Extensions.AI;

namespace ConversationMemory.Services.Chat;

/// <summary>The tools an agent may use, bound to the person it talks to.</summary>
public sealed class ToolBox(ToolRegistry tools)
{
    /// <param name="agent">Whose choice of tools holds.</param>
    /// <param name="key">The reply that uses them; its own question is not found.</param>
    /// <param name="timeZone">The reader's IANA zone.</param>
    /// <param name="offline">Whether the offline assistant answers.</param>
    /// <param name="shared">Others see the reply: what is the owner's alone is none of their business.</param>
    public IReadOnlyList<AIFunction> For(Agent agent, ReplyKey key, string? timeZone, bool offline, bool shared)
    {
        var use = new ToolUse(key.OwnerId, key.ConversationId, key.UserSeq, timeZone);
        return [.. tools.All.Where(IsOffered).Select(tool => tool.For(use))];

        bool IsOffered(Tool tool) => !(shared && tool.IsPrivate) && (agent.Tools.Contains(tool.Name) || (offline && tool.IsAlwaysOffline));
    }
}
