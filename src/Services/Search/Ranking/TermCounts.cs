using ConversationMemory.Services.Search.Queries;

namespace ConversationMemory.Services.Search.Ranking;

/// <summary>In how many texts each term of a query stands, and how long texts are.</summary>
public sealed class TermCounts(IReadOnlyList<QueryTerm> terms)
{
    private readonly int[] texts = new int[terms.Count];
    private long words;
    private int all;

    public double AverageWords => all == 0 ? 0 : (double)words / all;

    public IReadOnlyList<int> Texts => texts;

    public void Add(ScannedText text)
    {
        all++;
        words += text.Words;
        Span<bool> seen = stackalloc bool[texts.Length];
        foreach (var match in text.Matches)
        {
            if (seen[match.Term]) continue;
            seen[match.Term] = true;
            texts[match.Term]++;
        }
    }

    /// <summary>Texts that were not read, because nothing of the query stands in them.</summary>
    public void AddOthers(int count) => others += count;

    private int others;

    public double[] Idf() => [.. texts.Select((count, term) => terms[term].Times * Ranker.Idf(count, all + others))];
}
