using ConversationMemory.Services.Text.Words;

namespace ConversationMemory.Services.Search.Ranking;

/// <param name="Term">Its place in the query.</param>
/// <param name="Word">The how manieth word of the text it is.</param>
public readonly record struct TextMatch(int Term, int Word, WordPlace Place);

/// <summary>A text and what of the query stands in it.</summary>
/// <param name="Matches">In the order of the text.</param>
/// <param name="Words">How many words the text has.</param>
public readonly record struct ScannedText(IReadOnlyList<TextMatch> Matches, int Words);
