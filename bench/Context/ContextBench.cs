using System.Diagnostics;
using ConversationMemory.Services.Context;
using ConversationMemory.Services.Models.Tools;
using ConversationMemory.Services.Text.Tokens;

namespace ConversationMemory.Bench.Context;

/// <summary>Chooses the context of a reply from 30 messages of some 500 characters, a summary, and tools.</summary>
internal static class ContextBench
{
    public static Task RunAsync(BenchOptions options, CancellationToken ct)
    {
        Console.WriteLine("Context: 30 messages of some 500 characters, a summary, two tools, a budget of 8,000 tokens.");
        Measure("tokens stored with the messages", "gpt-4o", stored: true, ct);
        Measure("every message counted, exact", "gpt-4", stored: false, ct);
        Measure("every message counted, estimate", "llama-3", stored: false, ct);
        return Task.CompletedTask;
    }

    private static void Measure(string name, string model, bool stored, CancellationToken ct)
    {
        var request = Request(Tokenizers.For(model), stored);
        // Long enough for the compiler to have optimised what it runs.
        for (var n = 0; n < 3000; n++) ContextBuilder.Build(request);
        var milliseconds = new Series();
        for (var n = 0; n < 2000 && !ct.IsCancellationRequested; n++)
        {
            var since = Stopwatch.GetTimestamp();
            ContextBuilder.Build(request);
            milliseconds.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }

        Console.WriteLine($"  {name,-34} {milliseconds.ToText("0.000"),22} ms");
    }

    private static ContextRequest Request(TokenCounter counter, bool stored) => new()
    {
        Budget = 8000,
        Counter = counter,
        SystemPrompt = "You are a helpful assistant. Answer clearly and briefly, in the language of the person you talk to.",
        Summary = new ContextSummary(SampleChat.Text(0), 0),
        Messages = [.. Enumerable.Range(1, SampleChat.Messages).Select(seq => Message(seq, counter, stored))],
        Tools = [new CurrentTime(TimeProvider.System).For(new ToolUse(Guid.Empty, Guid.Empty, 1)), new Calculator().For(new ToolUse(Guid.Empty, Guid.Empty, 1))],
        ToolRoom = 1000,
    };

    private static ContextMessage Message(int seq, TokenCounter counter, bool stored)
    {
        // The question comes last.
        var role = seq % 2 == 0 ? "user" : "assistant";
        var text = SampleChat.Text(seq)[..500];
        return new ContextMessage(seq, role, text, [], stored ? counter.Count(text) : null);
    }
}
