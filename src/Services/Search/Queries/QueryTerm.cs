using ConversationMemory.Services.Text.Stemming;
using ConversationMemory.Services.Text.Words;

namespace ConversationMemory.Services.Search.Queries;

/// <summary>One word of a query, or two neighbours of a script without spaces.</summary>
/// <param name="Text">Folded.</param>
/// <param name="IsPrefix">Words that begin so will do.</param>
/// <param name="IsPair">See <see cref="WordPlace"/>.</param>
public sealed record QueryTerm(string Text, bool IsPrefix = false, bool IsPair = false)
{
    private readonly string?[] stems = new string?[Enum.GetValues<Language>().Length];

    /// <summary>A message that holds it is no result.</summary>
    public bool IsExcluded { get; init; }

    /// <summary>Other forms of it do not count: it stands in a phrase only, or was ended by a star.</summary>
    public bool IsExact { get; init; }

    /// <summary>How often it was said: who says it twice means it.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Its stem in texts of that language.</summary>
    public string StemIn(Language language) => stems[(int)language] ??= Stemmer.Stem(language, Text);

    /// <param name="folded">A word of a text of that language.</param>
    /// <param name="stem">Its stem.</param>
    public bool Matches(Language language, string folded, string stem) =>
        folded == Text || (IsPrefix && folded.StartsWith(Text, StringComparison.Ordinal)) || (!IsExact && stem == StemIn(language))
        || (IsOne && folded.Contains(Text, StringComparison.Ordinal));

    /// <summary>One character of a script without spaces, which is a part of pairs.</summary>
    internal bool IsOne => IsPair && (Text.Length == 1 || (Text.Length == 2 && char.IsHighSurrogate(Text[0])));

    public bool Equals(QueryTerm? other) =>
        other is not null && (Text, IsPrefix, IsPair, IsExcluded, IsExact) == (other.Text, other.IsPrefix, other.IsPair, other.IsExcluded, other.IsExact);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
}
