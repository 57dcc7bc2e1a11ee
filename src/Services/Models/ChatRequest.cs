using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace ConversationMemory.Services.Models;

/// <summary>Writes the body of a streaming chat completion request.</summary>
internal static class ChatRequest
{
    /// <param name="isOpenAI">
    /// OpenAI's own endpoint knows the answer's limit by its new name only for its reasoning models; other endpoints, some of them
    /// strict about names they do not know, know the old one.
    /// </param>
    /// <param name="takesSystemMessages">Where not, instructions stand at the beginning of the person's first message.</param>
    public static BinaryData Write(
        IEnumerable<ChatMessage> messages, ChatOptions? options, string model, bool isOpenAI, bool takesSystemMessages = true)
    {
        var body = new JsonObject
        {
            ["model"] = model,
            ["messages"] = Messages(takesSystemMessages ? messages : WithoutSystem([.. messages])),
            ["stream"] = true,
            ["stream_options"] = new JsonObject { ["include_usage"] = true },
        };
        if (options?.MaxOutputTokens is { } limit)
            body[isOpenAI ? "max_completion_tokens" : "max_tokens"] = limit;
        if (options?.Temperature is { } temperature && !(isOpenAI && Reasons(model)))
            body["temperature"] = Math.Round((decimal)temperature, 3);
        if (options?.TopP is { } topP)
            body["top_p"] = Math.Round((decimal)topP, 3);
        AddTools(body, options);
        return BinaryData.FromString(body.ToJsonString());
    }

    /// <summary>OpenAI's reasoning models refuse any temperature but their own.</summary>
    private static bool Reasons(string model) =>
        model.StartsWith("gpt-5", StringComparison.Ordinal) || (model is ['o', >= '1' and <= '9', ..]);

    private static List<ChatMessage> WithoutSystem(List<ChatMessage> messages)
    {
        var instructions = messages.FindAll(message => message.Role == ChatRole.System).ConvertAll(message => message.Text);
        if (instructions.Count == 0) return messages;
        messages.RemoveAll(message => message.Role == ChatRole.System);
        var first = messages.FindIndex(message => message.Role == ChatRole.User);
        var text = string.Join("\n\n", instructions);
        if (first < 0) return [new ChatMessage(ChatRole.User, text), .. messages];
        messages[first] = new ChatMessage(ChatRole.User, $"{text}\n\n{messages[first].Text}");
        return messages;
    }

    private static JsonArray Messages(IEnumerable<ChatMessage> messages)
    {
        var written = new JsonArray();
        foreach (var message in messages)
        {
            // The chat templates of several open models refuse a second system message.
            if (message.Role == ChatRole.System && written is [JsonObject first] && (string?)first["role"] == "system")
                first["content"] = $"{first["content"]}\n\n{message.Text}";
            else
                AddMessage(written, message);
        }
        return written;
    }

    private static void AddMessage(JsonArray written, ChatMessage message)
    {
        foreach (var result in message.Contents.OfType<FunctionResultContent>())
            written.Add(new JsonObject { ["role"] = "tool", ["tool_call_id"] = result.CallId, ["content"] = Text(result.Result) });
        if (message.Role == ChatRole.Tool)
            return;
        var calls = message.Contents.OfType<FunctionCallContent>().Select(Call).ToArray();
        var json = new JsonObject { ["role"] = message.Role.Value };
        json["content"] = calls.Length > 0 && message.Text.Length == 0 ? null : message.Text;
        if (calls.Length > 0)
            json["tool_calls"] = new JsonArray(calls);
        written.Add(json);
    }

    private static JsonNode Call(FunctionCallContent call) => new JsonObject
    {
        ["id"] = call.CallId,
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = ToolArguments.Write(call.Arguments) },
    };

    private static string Text(object? result) => result as string ?? JsonSerializer.Serialize(result, AIJsonUtilities.DefaultOptions);

    private static void AddTools(JsonObject body, ChatOptions? options)
    {
        var tools = options?.Tools?.OfType<AIFunctionDeclaration>().Select(Tool).ToArray() ?? [];
        if (tools.Length == 0)
            return;
        body["tools"] = new JsonArray(tools);
        if (options!.ToolMode is NoneChatToolMode)
            body["tool_choice"] = "none";
    }

    private static JsonNode Tool(AIFunctionDeclaration tool) => new JsonObject
    {
        ["type"] = "function",
        ["function"] = new JsonObject
        {
            ["name"] = tool.Name,
            ["description"] = tool.Description,
            ["parameters"] = JsonNode.Parse(tool.JsonSchema.GetRawText()),
        },
    };
}
