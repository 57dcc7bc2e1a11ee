using System.Buffers;

namespace ConversationMemory.Services.Text.Tokens;

/// <summary>
/// Byte-pair merging of one piece of text: again and again the neighbouring pair with the lowest rank becomes one token,
/// the leftmost first among equals.
/// </summary>
internal static class BytePairs
{
    /// <summary>From this length on a heap finds the next pair; the plain scan is quadratic.</summary>
    private const int LongPiece = 200;

    /// <summary>Writes where each token starts to <paramref name="starts"/> (one for each byte at most).</summary>
    /// <returns>The number of tokens.</returns>
    public static int Merge(Vocabulary vocabulary, ReadOnlySpan<char> piece, Span<int> starts)
    {
        if (vocabulary.TryGetRank(piece, out _))
        {
            starts[0] = 0;
            return 1;
        }
        return piece.Length < LongPiece ? MergeByScan(vocabulary, piece, starts) : MergeByHeap(vocabulary, piece, starts);
    }

    private static int MergeByScan(Vocabulary vocabulary, ReadOnlySpan<char> piece, Span<int> starts)
    {
        Span<int> ranks = stackalloc int[LongPiece];
        var count = piece.Length;
        for (var i = 0; i < count; i++)
        {
            starts[i] = i;
            ranks[i] = PairRank(vocabulary, piece, i, i + 2);
        }
        while (count > 1)
        {
            var best = 0;
            for (var i = 1; i < count - 1; i++)
            {
                if (ranks[i] < ranks[best])
                    best = i;
            }
            if (ranks[best] == int.MaxValue)
                break;
            starts[(best + 2)..count].CopyTo(starts[(best + 1)..]);
            ranks[(best + 2)..count].CopyTo(ranks[(best + 1)..]);
            count--;
            ranks[best] = PairRank(vocabulary, piece, starts[best], EndOf(starts, best + 1, count, piece.Length));
            if (best > 0)
                ranks[best - 1] = PairRank(vocabulary, piece, starts[best - 1], EndOf(starts, best, count, piece.Length));
        }
        return count;
    }

    private static int EndOf(Span<int> starts, int index, int count, int length) =>
        index >= count ? length + 1 : index + 1 < count ? starts[index + 1] : length;

    private static int MergeByHeap(Vocabulary vocabulary, ReadOnlySpan<char> piece, Span<int> starts)
    {
        var length = piece.Length;
        // A linked list over byte positions: next[i] is where the token after the one at i starts; -1 marks a merged byte.
        var rented = ArrayPool<int>.Shared.Rent(length * 2);
        var next = rented.AsSpan(0, length);
        var previous = rented.AsSpan(length, length);
        var pairs = new PriorityQueue<(int Start, int End), (int Rank, int Start)>(length);
        for (var i = 0; i < length; i++)
        {
            next[i] = i + 1;
            previous[i] = i - 1;
            Push(vocabulary, piece, pairs, i, i + 2);
        }
        while (pairs.TryDequeue(out var pair, out _))
        {
            // A pair whose tokens have been merged since is out of date.
            var middle = next[pair.Start];
            if (middle < 0 || middle >= length || next[middle] != pair.End)
                continue;
            next[pair.Start] = pair.End;
            next[middle] = -1;
            if (pair.End < length)
            {
                previous[pair.End] = pair.Start;
                Push(vocabulary, piece, pairs, pair.Start, next[pair.End]);
            }
            if (previous[pair.Start] >= 0)
                Push(vocabulary, piece, pairs, previous[pair.Start], pair.End);
        }
        var count = 0;
        for (var i = 0; i < length; i = next[i])
            starts[count++] = i;
        ArrayPool<int>.Shared.Return(rented);
        return count;
    }

    private static void Push(
        Vocabulary vocabulary, ReadOnlySpan<char> piece, PriorityQueue<(int, int), (int, int)> pairs, int start, int end)
    {
        var rank = PairRank(vocabulary, piece, start, end);
        if (rank != int.MaxValue)
            pairs.Enqueue((start, end), (rank, start));
    }

    private static int PairRank(Vocabulary vocabulary, ReadOnlySpan<char> piece, int start, int end) =>
        end <= piece.Length && end - start <= vocabulary.LongestToken && vocabulary.TryGetRank(piece[start..end], out var rank)
            ? rank
            : int.MaxValue;
}
