using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ConversationMemory.Services.Models.Tools;
using Microsoft.Extensions.AI;

namespace ConversationMemory.Services.Models;

/// <summary>Writes the offline assistant's answers, as Markdown.</summary>
internal static partial class OfflineAnswer
{
    private const string WhoIAm =
        "*I am the offline assistant, not a language model: none is set up here yet. " +
        "I can find what you wrote before, calculate, and tell the time.*";

    /// <param name="turn">What came after the person's last message: the calls and their results.</param>
    public static string Write(IReadOnlyList<ChatMessage> turn, string question, bool canSearch)
    {
        var contents = turn.SelectMany(message => message.Contents).ToList();
        if (contents.OfType<FunctionResultContent>().LastOrDefault() is not { } result)
            return (canSearch ? "Send me a few words, and I look for them in your conversations." : "This agent has no tools that I could use to help.") + "\n\n" + WhoIAm;
        var tool = contents.OfType<FunctionCallContent>().LastOrDefault(call => call.CallId == result.CallId)?.Name;
        var text = result.Result?.ToString() ?? "";
        return tool switch
        {
            _ when result.Exception is not null => "I could not do that. " + text,
            Calculator.Name => $"`{Expression(contents)}` = **{text}**",
            CurrentTime.Name => $"It is **{text}**.",
            SearchConversations.Name => Found(text, question),
            _ => text,
        } + "\n\n" + WhoIAm;
    }

    private static string? Expression(List<AIContent> contents) =>
        contents.OfType<FunctionCallContent>().Last().Arguments?["expression"]?.ToString();

    private static string Found(string json, string question)
    {
        if (SearchConversations.Read(json) is not { } all)
            return "I found something, but there is no room for it in this conversation. Please ask in a new chat.";
        var found = all.Where(message => message.Excerpt.Trim() != question.Trim()).ToList();
        if (found.Count == 0)
            return "I found nothing about this in your earlier conversations. Fewer or other words may help.";
        var answer = new StringBuilder("This is what I found in your conversations:\n");
        foreach (var message in found)
        {
            var quote = message.Excerpt.ReplaceLineEndings("\n").Trim().Replace("\n", "\n> ", StringComparison.Ordinal);
            var who = message.Role == "user" ? "You" : "The assistant";
            answer.Append(CultureInfo.InvariantCulture, $"\n> {quote}\n\n{who} in “{Escape(message.Title)}”, {message.CreatedAt.UtcDateTime:d MMMM yyyy}\n");
        }
        return answer.ToString().TrimEnd();
    }

    private static string Escape(string title) => MarkdownSigns().Replace(title, @"\$0");

    [GeneratedRegex(@"[\\`*_{}\[\]<>()#+\-.!|~&:@]", RegexOptions.CultureInvariant)]
    private static partial Regex MarkdownSigns();
}
