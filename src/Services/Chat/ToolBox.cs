using ConversationMemory.Data.Agents;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Models.Tools;
using ConversationMemory.Services.Search;
using Microsoft.Extensions.AI;

namespace ConversationMemory.Services.Chat;

/// <summary>The tools an agent may use, bound to the person it talks to.</summary>
public sealed class ToolBox(MessageSearch search, TimeProvider clock)
{
    /// <param name="agent">Whose choice of tools holds; the offline assistant always has the search, or it had nothing to say.</param>
    /// <param name="key">The reply that uses them; its own question is not found.</param>
    /// <param name="timeZone">The reader's IANA zone.</param>
    /// <param name="offline">Whether the offline assistant answers.</param>
    /// <param name="shared">Others see the reply: the owner's other conversations are none of their business, so there is no search.</param>
    public IReadOnlyList<AIFunction> For(Agent agent, ReplyKey key, string? timeZone, bool offline, bool shared)
    {
        var functions = new List<AIFunction>();
        if (agent.Tools.Contains(CurrentTime.Name)) functions.Add(CurrentTime.Tool(clock, timeZone));
        if (agent.Tools.Contains(Calculator.Name)) functions.Add(Calculator.Tool());
        if (!shared && (offline || agent.Tools.Contains(SearchConversations.Name)))
            functions.Add(SearchConversations.Tool((query, ct) => search.FindAsync(key, query, ct)));
        return functions;
    }
}
