using Microsoft.Extensions.AI;

namespace ConversationMemory.Services.Models.Tools;

/// <summary>Makes a tool of a method: its schema comes from the parameters and their descriptions.</summary>
internal static class ToolFunction
{
    public static AIFunction Create(string name, string description, Delegate method) =>
        AIFunctionFactory.Create(method, new AIFunctionFactoryOptions
        {
            Name = name,
            Description = description,
            // The text as it is, not as a JSON string.
            MarshalResult = (result, _, _) => ValueTask.FromResult(result),
        });
}
