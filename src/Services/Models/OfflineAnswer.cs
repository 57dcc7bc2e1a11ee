using ConversationMemory.Services.Models.Tools;
using Microsoft.Extensions.AI;

namespace ConversationMemory.Services.Models;

/// <summary>Writes the offline assistant's answers, as Markdown.</summary>
internal static class OfflineAnswer
{
    private const string WhoIAm =
        "*I am the offline assistant, not a language model: none is set up here yet. " +
        "I can find what you wrote before, calculate, and tell the time.*";

    private const string NoTools = "This agent has no tools that I could use to help.";

    /// <param name="turn">What came after the person's last message: the calls and their results.</param>
    /// <param name="offered">The tools of the request.</param>
    /// <param name="known">All tools: results of those that are not offered any more are told too.</param>
    public static string Write(IReadOnlyList<ChatMessage> turn, string question, IReadOnlyList<Tool> offered, IReadOnlyList<Tool> known)
    {
        var contents = turn.SelectMany(message => message.Contents).ToList();
        if (contents.OfType<FunctionResultContent>().LastOrDefault() is not { } result)
            return (offered.Select(tool => tool.OfflineInvitation).FirstOrDefault(invitation => invitation is not null) ?? NoTools) + "\n\n" + WhoIAm;
        var text = result.Result?.ToString() ?? "";
        var call = contents.OfType<FunctionCallContent>().LastOrDefault(call => call.CallId == result.CallId);
        var tool = known.FirstOrDefault(tool => tool.Name == call?.Name);
        var answer = result.Exception is not null ? "I could not do that. " + text
            : tool?.OfflineAnswer(text, call!.Arguments ?? new Dictionary<string, object?>(), question) ?? text;
        return answer + "\n\n" + WhoIAm;
    }
}
