namespace ConversationMemory.Services.Search.Ranking;

/// <summary>A text that may be a result.</summary>
/// <param name="IsPersons">A person wrote it, not an assistant.</param>
public readonly record struct RankedText(ScannedText Scanned, bool IsPersons);

/// <summary>Weighs texts by BM25, by how close the words stand, and by what stands beside them.</summary>
public sealed class Ranker
{
    // Further apart, words have nothing to do with each other.
    private const int Close = 8;

    private readonly RankingWeights weights;
    private readonly double[] idf;
    private readonly double averageWords;

    /// <param name="weights">How.</param>
    /// <param name="idf">What each term tells.</param>
    /// <param name="averageWords">Of the texts.</param>
    public Ranker(RankingWeights weights, double[] idf, double averageWords) =>
        (this.weights, this.idf, this.averageWords) = (weights, idf, Math.Max(averageWords, 1));

    /// <summary>What a term tells that stands in so many of all texts.</summary>
    public static double Idf(int texts, int all) => Math.Log(1 + ((Math.Max(all, texts) - texts + 0.5) / (texts + 0.5)));

    /// <param name="texts">The messages of one conversation in their order.</param>
    /// <returns>The score of each; 0 where nothing of the query stands.</returns>
    public double[] Score(IReadOnlyList<RankedText> texts)
    {
        var parts = new double[texts.Count][];
        for (var i = 0; i < texts.Count; i++) parts[i] = Parts(texts[i].Scanned);
        var scores = new double[texts.Count];
        for (var i = 0; i < texts.Count; i++)
        {
            if (texts[i].Scanned.Matches.Count == 0) continue;
            var score = parts[i].Sum() + (weights.Proximity * Closeness(texts[i].Scanned)) + (weights.Neighbour * Beside(parts, i));
            scores[i] = texts[i].IsPersons ? weights.Person * score : score;
        }

        return scores;
    }

    private double[] Parts(ScannedText text)
    {
        if (text.Matches.Count == 0) return [];
        var parts = new double[idf.Length];
        foreach (var match in text.Matches) parts[match.Term]++;
        var room = weights.K1 * (1 - weights.B + (weights.B * text.Words / averageWords));
        for (var term = 0; term < parts.Length; term++)
            parts[term] = parts[term] == 0 ? 0 : idf[term] * parts[term] * (weights.K1 + 1) / (parts[term] + room);
        return parts;
    }

    // In a dialogue the answer often lacks the words of the question it stands beside.
    private double Beside(double[][] parts, int at)
    {
        var sum = 0.0;
        for (var term = 0; term < idf.Length; term++)
        {
            var beside = Math.Max(
                Math.Max(Part(at - 1), Part(at + 1)),
                weights.Farther * Math.Max(Part(at - 2), Part(at + 2)));
            sum += Math.Max(0, beside - parts[at][term]);

            double Part(int i) => i < 0 || i >= parts.Length || parts[i].Length == 0 ? 0 : parts[i][term];
        }

        return sum;
    }

    // The closest place of each two terms: the rarer they are, the more it says. Pairs of a script without spaces always stand together.
    private double Closeness(ScannedText text)
    {
        Dictionary<(int, int), double>? best = null;
        for (var i = 1; i < text.Matches.Count; i++)
        {
            var (a, b) = (text.Matches[i - 1], text.Matches[i]);
            if (a.Term == b.Term || b.Word - a.Word > Close || a.Place.IsPair || b.Place.IsPair) continue;
            var pair = (Math.Min(a.Term, b.Term), Math.Max(a.Term, b.Term));
            var gain = Math.Min(idf[a.Term], idf[b.Term]) / (b.Word - a.Word);
            if (gain > (best ??= []).GetValueOrDefault(pair)) best[pair] = gain;
        }

        return best?.Values.Sum() ?? 0;
    }
}
