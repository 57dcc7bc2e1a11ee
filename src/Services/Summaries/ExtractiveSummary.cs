using System.Text.RegularExpressions;
using ConversationMemory.Data.Chat;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Text.Tokens;

namespace ConversationMemory.Services.Summaries;

/// <summary>
/// A summary without a model: the sentences whose words matter most in the conversation, as they were written, in their
/// order. Lines of the previous summary compete with the new sentences, so it stays short however long it runs.
/// </summary>
public static partial class ExtractiveSummary
{
    private const int MaxTokens = 600;
    private const int MaxSentence = 220;

    private static readonly TokenCounter Counter = Tokenizers.For("gpt-4o");

    public static string Write(PartToSummarize part)
    {
        var candidates = Candidates(part);
        var weights = Weights(candidates);
        var chosen = new SortedSet<int>();
        var tokens = 0;
        foreach (var index in Enumerable.Range(0, candidates.Count).OrderByDescending(i => Score(candidates[i], weights)).ThenBy(i => i))
        {
            var cost = Counter.Count(candidates[index].Line) + 1;
            if (chosen.Count > 0 && tokens + cost > MaxTokens) continue;
            chosen.Add(index);
            tokens += cost;
        }

        return string.Join('\n', chosen.Select(i => candidates[i].Line));
    }

    private static List<Candidate> Candidates(PartToSummarize part)
    {
        var candidates = new List<Candidate>();
        foreach (var line in part.Previous?.Content.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [])
            candidates.Add(new Candidate(line, Words(line), 1.3));
        foreach (var message in part.Messages)
        {
            var (name, importance) = message.Role == MessageRole.User ? (part.Authors.Of(message) ?? "Person", 1.5) : ("Assistant", 1.0);
            foreach (var sentence in Sentences(message.Content).Take(8))
                candidates.Add(new Candidate($"- {name}: {sentence}", Words(sentence), importance));
        }

        if (candidates.Count == 0) candidates.Add(new Candidate("- (messages without text)", [], 1));
        return candidates;
    }

    /// <summary>How often each word occurs; a word that is everywhere tells little.</summary>
    private static Dictionary<string, double> Weights(List<Candidate> candidates)
    {
        var counts = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var word in candidates.SelectMany(c => c.Words.Distinct())) counts[word] = counts.GetValueOrDefault(word) + 1;
        foreach (var (word, count) in counts)
            counts[word] = count > 0.4 * candidates.Count && candidates.Count > 5 ? 0.1 : Math.Log(1 + count);
        return counts;
    }

    private static double Score(Candidate candidate, Dictionary<string, double> weights)
    {
        if (candidate.Words.Count == 0) return 0;
        var telling = candidate.Words.Sum(word => weights[word] * (word.Any(char.IsDigit) ? 1.6 : word.Length > 3 ? 1 : 0.3));
        return candidate.Importance * telling / Math.Sqrt(candidate.Words.Count);
    }

    private static IEnumerable<string> Sentences(string text)
    {
        var prose = White().Replace(Fence().Replace(text, " "), " ").Trim();
        foreach (var sentence in Boundary().Split(prose))
        {
            if (!sentence.Any(char.IsLetterOrDigit)) continue;
            yield return sentence.Length <= MaxSentence ? sentence : ConversationTitle.Cut(sentence, MaxSentence);
        }
    }

    private static List<string> Words(string text) => [.. Word().Matches(text).Select(m => m.Value.ToLowerInvariant())];

    private sealed record Candidate(string Line, List<string> Words, double Importance);

    [GeneratedRegex(@"```.*?(?:```|\z)", RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\s+")]
    private static partial Regex White();

    [GeneratedRegex(@"(?<=[.!?…])\s+|(?<=[。！？؟।])")]
    private static partial Regex Boundary();

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}]+")]
    private static partial Regex Word();
}
