using Microsoft.Extensions.AI;

namespace ConversationMemory.Services.Text.Tokens;

/// <summary>
/// What a chat request costs beyond the text in it, after OpenAI's published recipe: three tokens around each message and one for
/// its role, and three that begin the reply. What tools cost is not published; these figures are a little above what is observed.
/// </summary>
public static class ChatTokens
{
    public const int PerMessage = 4;
    public const int PerReply = 3;
    private const int PerCall = 10;
    private const int PerTool = 10;
    private const int PerToolList = 12;

    public static int Message(TokenCounter counter, string text) => PerMessage + counter.Count(text);

    /// <summary>A call inside an assistant's message; the message itself is counted by <see cref="Message"/>.</summary>
    public static int Call(TokenCounter counter, string name, string arguments) => PerCall + counter.Count(name) + counter.Count(arguments);

    /// <summary>The descriptions of the tools a model is offered; 0 for none.</summary>
    public static int Tools(TokenCounter counter, IReadOnlyList<AIFunctionDeclaration> tools) => tools.Count == 0
        ? 0
        : PerToolList + tools.Sum(tool =>
            PerTool + counter.Count(tool.Name) + counter.Count(tool.Description) + counter.Count(tool.JsonSchema.GetRawText()));
}
