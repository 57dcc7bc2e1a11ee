namespace ConversationMemory.Services.Exports.Many;

/// <summary>The checksum of ZIP entries (ISO 3309, as PNG and Ethernet have it).</summary>
internal struct Crc32()
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Row)];

    private uint state = uint.MaxValue;

    public readonly uint Value => ~state;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes) state = (state >> 8) ^ Table[(byte)(state ^ b)];
    }

    private static uint Row(int n)
    {
        var row = (uint)n;
        for (var bit = 0; bit < 8; bit++) row = (row & 1) == 0 ? row >> 1 : (row >> 1) ^ 0xEDB88320;
        return row;
    }
}
