namespace ConversationMemory.Services.Messages.Packing.Terms;

/// <summary>Writes numbers of any number of bits, the lowest bit first.</summary>
internal sealed class BitWriter
{
    private readonly List<byte> bytes = [];
    private int used = 8;

    public void WriteByte(byte value) => Write(value, 8);

    public void Write(uint value, int bits)
    {
        for (var i = 0; i < bits; i++) WriteBit((value >> i) & 1);
    }

    /// <summary>So many ones, and a zero.</summary>
    public void WriteUnary(uint value)
    {
        for (var i = 0u; i < value; i++) WriteBit(1);
        WriteBit(0);
    }

    /// <summary>A number that is mostly small: seven bits, and whether there are more.</summary>
    public void WriteCount(int value)
    {
        for (var left = (uint)value; ; left >>= 7)
        {
            Write(left & 127, 7);
            WriteBit(left > 127 ? 1u : 0u);
            if (left <= 127) return;
        }
    }

    public byte[] ToArray() => [.. bytes];

    private void WriteBit(uint bit)
    {
        if (used == 8)
        {
            bytes.Add(0);
            used = 0;
        }

        bytes[^1] |= (byte)(bit << used++);
    }
}

/// <summary>Reads what <see cref="BitWriter"/> wrote; beyond the end there are zeros.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> data = data;
    private int at;

    public readonly bool IsBeyondEnd => at > data.Length * 8;

    public uint Read(int bits)
    {
        // All but the last bytes at once.
        if ((at >> 3) + sizeof(ulong) <= data.Length)
        {
            var all = System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(data[(at >> 3)..]) >> (at & 7);
            at += bits;
            return (uint)(all & ((1UL << bits) - 1));
        }

        var value = 0u;
        var read = 0;
        while (read < bits)
        {
            var room = 8 - (at & 7);
            var take = Math.Min(room, bits - read);
            value |= (uint)((Byte(at >> 3) >> (at & 7)) & ((1 << take) - 1)) << read;
            read += take;
            at += take;
        }

        return value;
    }

    public uint ReadUnary()
    {
        var value = 0u;
        while (true)
        {
            // The ones at the place, up to the end of the byte.
            var ones = System.Numerics.BitOperations.TrailingZeroCount(~((uint)Byte(at >> 3) >> (at & 7)));
            var room = 8 - (at & 7);
            if (ones < room)
            {
                at += ones + 1;
                return value + (uint)ones;
            }

            value += (uint)room;
            at += room;
        }
    }

    public int ReadCount()
    {
        var value = 0u;
        for (var shift = 0; shift < 28; shift += 7)
        {
            value |= Read(7) << shift;
            if (Read(1) == 0) break;
        }

        return (int)value;
    }

    private readonly byte Byte(int index) => index < data.Length ? data[index] : (byte)0;
}
