using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ConversationMemory.Services.Text.Tokens;

/// <summary>
/// Exact token counts of one encoding, from its published vocabulary. Text that looks like a special token
/// (<c>&lt;|endoftext|&gt;</c>) is ordinary text. Safe to use from many threads.
/// </summary>
public sealed class Tokenizer
{
    private readonly Vocabulary _vocabulary;
    private readonly Regex _pieces;

    private Tokenizer(string encoding, Vocabulary vocabulary, Regex pieces) =>
        (Encoding, _vocabulary, _pieces) = (encoding, vocabulary, pieces);

    /// <summary><c>o200k_base</c> or <c>cl100k_base</c>.</summary>
    public string Encoding { get; }

    /// <summary>Reads <c>o200k_base.tiktoken</c> or <c>cl100k_base.tiktoken</c>; takes some tens of milliseconds.</summary>
    /// <exception cref="InvalidDataException">The file is missing or damaged.</exception>
    public static Tokenizer Load(string path)
    {
        var encoding = Path.GetFileNameWithoutExtension(path);
        var pieces = encoding switch
        {
            "o200k_base" => PieceSplitter.O200k,
            "cl100k_base" => PieceSplitter.Cl100k,
            _ => throw new ArgumentException($"The encoding {encoding} is not known.", nameof(path)),
        };
        return new Tokenizer(encoding, Vocabulary.Load(path), pieces);
    }

    public int Count(string text) => Walk(text, tokens: null, int.MaxValue).Tokens;

    /// <summary>The ids of the text's tokens.</summary>
    public IReadOnlyList<int> Encode(string text)
    {
        var tokens = new List<int>();
        Walk(text, tokens, int.MaxValue);
        return tokens;
    }

    /// <summary>
    /// The longest beginning of the text of at most <paramref name="maxTokens"/> tokens that ends between two characters as
    /// a reader sees them (an emoji family is one). A single such character too long by itself is cut between code points.
    /// </summary>
    public string Truncate(string text, int maxTokens)
    {
        // A token is at least one byte, and a char at most three.
        if (text.Length <= maxTokens / 3)
            return text;
        var (tokens, end) = Walk(text, tokens: null, Math.Max(maxTokens, 0));
        if (end == text.Length && tokens <= maxTokens)
            return text;
        // The cut text may split into pieces in another way than the whole did; so count again, and give way if need be.
        for (end = BoundaryBefore(text, end); end > 0; end = BoundaryBefore(text, end - 1))
        {
            var beginning = text[..end];
            if (Count(beginning) <= maxTokens)
                return beginning;
        }
        return "";
    }

    /// <summary>Counts until a token would be one too many.</summary>
    /// <returns>The tokens that fit, and the index of the first char beyond them.</returns>
    private (int Tokens, int End) Walk(string text, List<int>? tokens, int maxTokens)
    {
        var reduced = PieceSplitter.OneCharEach(text);
        var same = ReferenceEquals(reduced, text);
        var total = 0;
        var start = 0;
        foreach (var match in _pieces.EnumerateMatches(reduced))
        {
            var end = same ? match.Index + match.Length : Advance(text, start, match.Length);
            var piece = text.AsSpan(start, end - start);
            var count = CountPiece(piece, tokens, maxTokens - total, out var fitting);
            total += count;
            if (fitting < piece.Length)
                return (total, start + fitting);
            start = end;
        }
        return (total, text.Length);
    }

    private static int Advance(string text, int start, int runes)
    {
        for (; runes > 0; runes--)
            start += char.IsHighSurrogate(text[start]) && start + 1 < text.Length && char.IsLowSurrogate(text[start + 1]) ? 2 : 1;
        return start;
    }

    /// <summary>Counts one piece's tokens, at most <paramref name="room"/> of them.</summary>
    private int CountPiece(ReadOnlySpan<char> piece, List<int>? tokens, int room, out int fittingChars)
    {
        // Most pieces are an ASCII word that is a token: its chars are its bytes already.
        if (room > 0 && Ascii.IsValid(piece) && _vocabulary.TryGetRank(piece, out var rank))
        {
            tokens?.Add(rank);
            fittingChars = piece.Length;
            return 1;
        }
        return MergePiece(piece, tokens, room, out fittingChars);
    }

    private int MergePiece(ReadOnlySpan<char> piece, List<int>? tokens, int room, out int fittingChars)
    {
        const int onStack = 192;
        byte[]? rentedBytes = null;
        char[]? rentedChars = null;
        int[]? rentedStarts = null;
        var most = piece.Length * 3;
        var utf8 = most <= onStack ? stackalloc byte[onStack] : (rentedBytes = ArrayPool<byte>.Shared.Rent(most));
        var length = System.Text.Encoding.UTF8.GetBytes(piece, utf8);
        var bytes = most <= onStack ? stackalloc char[onStack] : (rentedChars = ArrayPool<char>.Shared.Rent(most));
        System.Text.Encoding.Latin1.GetChars(utf8[..length], bytes);
        var starts = most <= onStack ? stackalloc int[onStack] : (rentedStarts = ArrayPool<int>.Shared.Rent(most));
        var count = BytePairs.Merge(_vocabulary, bytes[..length], starts);
        if (tokens is not null)
            AddTokens(tokens, bytes[..length], starts[..count]);
        fittingChars = count <= room ? piece.Length : CharsWithin(piece, starts[Math.Max(room, 0)]);
        if (rentedBytes is not null)
            ArrayPool<byte>.Shared.Return(rentedBytes);
        if (rentedChars is not null)
            ArrayPool<char>.Shared.Return(rentedChars);
        if (rentedStarts is not null)
            ArrayPool<int>.Shared.Return(rentedStarts);
        return Math.Min(count, Math.Max(room, 0));
    }

    private void AddTokens(List<int> tokens, ReadOnlySpan<char> bytes, ReadOnlySpan<int> starts)
    {
        for (var i = 0; i < starts.Length; i++)
        {
            var token = i + 1 < starts.Length ? bytes[starts[i]..starts[i + 1]] : bytes[starts[i]..];
            _vocabulary.TryGetRank(token, out var rank);
            tokens.Add(rank);
        }
    }

    private static int CharsWithin(ReadOnlySpan<char> piece, int byteCount)
    {
        var chars = 0;
        foreach (var rune in piece.EnumerateRunes())
        {
            byteCount -= rune.Utf8SequenceLength;
            if (byteCount < 0)
                break;
            chars += rune.Utf16SequenceLength;
        }
        return chars;
    }

    private static int BoundaryBefore(string text, int end)
    {
        var boundary = 0;
        while (boundary < end)
        {
            var next = boundary + StringInfo.GetNextTextElementLength(text.AsSpan(boundary));
            if (next > end)
                break;
            boundary = next;
        }
        if (boundary > 0)
            return boundary;
        return end > 0 && end < text.Length && char.IsLowSurrogate(text[end]) && char.IsHighSurrogate(text[end - 1]) ? end - 1 : end;
    }
}
