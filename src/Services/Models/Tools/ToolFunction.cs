using Microsoft.Extensions.AI;

namespace ConversationMemory.Services.Models.Tools;

/// <summary>A tool's function for one reply, which knows the limits of its tool.</summary>
internal sealed class ToolFunction(Tool tool, AIFunction function) : DelegatingAIFunction(function)
{
    public Tool Tool => tool;
}
