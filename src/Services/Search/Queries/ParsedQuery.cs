namespace ConversationMemory.Services.Search.Queries;

/// <summary>A query taken apart.</summary>
/// <param name="Terms">Each word once; those of phrases and the excluded ones too.</param>
/// <param name="Phrases">Words that have to stand one after the other.</param>
/// <param name="Excluded">Phrases that must not.</param>
/// <param name="Operators">What was said as <c>name:value</c>, in lower case, in order.</param>
public sealed record ParsedQuery(
    IReadOnlyList<QueryTerm> Terms, IReadOnlyList<Phrase> Phrases, IReadOnlyList<Phrase> Excluded, IReadOnlyList<QueryOperator> Operators)
{
    /// <summary>Nothing to look for, though it may say which conversations are meant.</summary>
    public bool IsEmpty => !Terms.Any(term => !term.IsExcluded);
}

/// <param name="Name">Such as <c>role</c>.</param>
/// <param name="Value">As it was typed.</param>
public sealed record QueryOperator(string Name, string Value);
