using ConversationMemory.Services.Text.Words;

namespace ConversationMemory.Services.Messages.Packing.Terms;

/// <summary>
/// Which words may occur in a segment: a set of hashes, sorted and Rice coded (F. Putze, P. Sanders, J. Singler, 2007), some 7.5 bits a word. What
/// is in it is always found; what is not is taken for being there once in 64 times.
/// </summary>
/// <param name="Languages">A bit for each <see cref="Language"/> of its messages.</param>
/// <param name="HasCode">A message has a block of code.</param>
/// <param name="Persons">For each message whether a person wrote it.</param>
public sealed record TermFilter(int Languages, bool HasCode, IReadOnlyList<bool> Persons)
{
    private const byte Version = 1;

    // Of each 2^Rice numbers one is taken.
    private const int Rice = 6;

    private readonly uint[] sorted = [];

    private TermFilter(int languages, bool hasCode, IReadOnlyList<bool> persons, uint[] sorted)
        : this(languages, hasCode, persons) => this.sorted = sorted;

    /// <summary>The number of keys.</summary>
    public int Count => sorted.Length;

    /// <summary>The language of all messages, if it is one.</summary>
    public Language? OnlyLanguage =>
        System.Numerics.BitOperations.IsPow2(Languages) ? (Language)System.Numerics.BitOperations.TrailingZeroCount(Languages) : null;

    /// <returns>The filter's bytes: version, what its messages are, and the coded set.</returns>
    public static byte[] Encode(IReadOnlyCollection<uint> keys, int languages, bool hasCode, IReadOnlyList<bool> persons)
    {
        var values = keys.Distinct().ToArray();
        var count = values.Length;
        values = [.. values.Select(key => Place(key, count)).Order()];
        var bits = new BitWriter();
        bits.WriteByte(Version);
        bits.Write((uint)languages, 16);
        bits.Write(hasCode ? 1u : 0u, 1);
        bits.WriteCount(persons.Count);
        foreach (var person in persons) bits.Write(person ? 1u : 0u, 1);
        bits.WriteCount(count);
        var before = 0u;
        foreach (var value in values)
        {
            bits.WriteUnary((value - before) >> Rice);
            bits.Write((value - before) & ((1 << Rice) - 1), Rice);
            before = value;
        }

        return bits.ToArray();
    }

    /// <returns>Null where the bytes are of a version that this one does not know, or damaged: the segment has to be read.</returns>
    public static TermFilter? Decode(ReadOnlySpan<byte> data)
    {
        var bits = new BitReader(data);
        if (bits.Read(8) != Version) return null;
        var languages = (int)bits.Read(16);
        var hasCode = bits.Read(1) == 1;
        var messages = bits.ReadCount();
        if (messages > data.Length * 8) return null;
        var persons = new bool[messages];
        for (var i = 0; i < messages; i++) persons[i] = bits.Read(1) == 1;
        var count = bits.ReadCount();
        if (count > data.Length * 8) return null;
        var sorted = new uint[count];
        var value = 0u;
        for (var i = 0; i < count; i++) sorted[i] = value += (bits.ReadUnary() << Rice) | bits.Read(Rice);
        return bits.IsBeyondEnd ? null : new TermFilter(languages, hasCode, persons, sorted);
    }

    /// <summary>False: certainly not. True: probably.</summary>
    public bool MayHold(uint key) => sorted.Length > 0 && Array.BinarySearch(sorted, Place(key, sorted.Length)) >= 0;

    /// <summary>Whether a message of the segment is in that language.</summary>
    public bool Speaks(Language language) => (Languages & (1 << (int)language)) != 0;

    private static uint Place(uint key, int count) => (uint)((key * ((ulong)count << Rice)) >> 32);
}
