namespace ConversationMemory.Services.Search.Ranking;

/// <summary>How what was found is weighed. Each figure was measured: docs/search.md.</summary>
public sealed record RankingWeights
{
    public static RankingWeights Default { get; } = new();

    /// <summary>BM25: how soon more of the same word says nothing new.</summary>
    public double K1 { get; init; } = 1.2;

    /// <summary>BM25: how much a long text has to hold more of a word; 0 to 1.</summary>
    public double B { get; init; } = 0.8;

    /// <summary>What words of the query that stand close together add.</summary>
    public double Proximity { get; init; } = 0.8;

    /// <summary>The part that a message gets of the messages beside it, for words that it has not, or has less of.</summary>
    public double Neighbour { get; init; } = 0.45;

    /// <summary>What is left of that part one message further away.</summary>
    public double Farther { get; init; } = 0.7;

    /// <summary>What a person said, compared with what was answered.</summary>
    public double Person { get; init; } = 2.2;
}
