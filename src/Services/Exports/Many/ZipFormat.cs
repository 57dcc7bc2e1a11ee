using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace ConversationMemory.Services.Exports.Many;

/// <summary>
/// The records of a ZIP file (PKWARE's APPNOTE 6.3.10, sections 4.3 and 4.5.3), little-endian. Each local header knows the sizes and carries a field of
/// our own with the SHA-256 and the note, so that a file that was broken off can be read from its beginning.
/// </summary>
internal static class ZipFormat
{
    public const int LocalHeader = 30;
    public const int FieldHeader = 4;
    public const int Sha256Length = 32;
    public const int MostNote = 64_000;

    private const uint LocalSignature = 0x04034b50;
    private const uint CentralSignature = 0x02014b50;
    private const uint EndSignature = 0x06054b50;
    private const uint End64Signature = 0x06064b50;
    private const uint Locator64Signature = 0x07064b50;
    private const ushort OurField = 0x4d43;
    private const ushort Zip64Field = 0x0001;
    private const ushort Version = 45;
    private const ushort Utf8 = 0x0800;
    private const ushort Deflate = 8;

    // 1980-01-01: the same conversations give the same bytes.
    private const ushort Day = 0x0021;

    public static byte[] Local(ZipEntryRecord entry)
    {
        var record = new RecordWriter();
        var field = Sha256Length + entry.Note.Length;
        Common(record.UInt32(LocalSignature).UInt16(Version), entry).UInt16((ushort)(FieldHeader + field))
            .Bytes(Encoding.UTF8.GetBytes(entry.Name)).UInt16(OurField).UInt16((ushort)field).Bytes(entry.Sha256).Bytes(entry.Note);
        return record.ToArray();
    }

    /// <returns>Null: no local header is here, but the central directory, or the end.</returns>
    public static (uint Crc, uint Compressed, uint Size, int Name, int Extra)? ReadLocal(ReadOnlySpan<byte> header)
    {
        if (header.Length < LocalHeader || BinaryPrimitives.ReadUInt32LittleEndian(header) != LocalSignature) return null;
        return (
            BinaryPrimitives.ReadUInt32LittleEndian(header[14..]), BinaryPrimitives.ReadUInt32LittleEndian(header[18..]),
            BinaryPrimitives.ReadUInt32LittleEndian(header[22..]), BinaryPrimitives.ReadUInt16LittleEndian(header[26..]),
            BinaryPrimitives.ReadUInt16LittleEndian(header[28..]));
    }

    public static byte[] Central(ZipEntryRecord entry)
    {
        var isFar = entry.Offset >= uint.MaxValue;
        var record = new RecordWriter();
        Common(record.UInt32(CentralSignature).UInt16(Version).UInt16(Version), entry).UInt16((ushort)(isFar ? 12 : 0))
            // No comment, the first disk, no attributes.
            .UInt16(0).UInt16(0).UInt16(0).UInt32(0)
            .UInt32(isFar ? uint.MaxValue : (uint)entry.Offset)
            .Bytes(Encoding.UTF8.GetBytes(entry.Name));
        if (isFar) record.UInt16(Zip64Field).UInt16(8).UInt64((ulong)entry.Offset);
        return record.ToArray();
    }

    public static byte[] End(int entries, long directory, long length)
    {
        var record = new RecordWriter();
        if (entries >= ushort.MaxValue || directory >= uint.MaxValue)
        {
            record.UInt32(End64Signature).UInt64(44).UInt16(Version).UInt16(Version).UInt32(0).UInt32(0)
                .UInt64((ulong)entries).UInt64((ulong)entries).UInt64((ulong)length).UInt64((ulong)directory)
                .UInt32(Locator64Signature).UInt32(0).UInt64((ulong)(directory + length)).UInt32(1);
        }

        var count = (ushort)Math.Min(entries, ushort.MaxValue);
        record.UInt32(EndSignature).UInt16(0).UInt16(0).UInt16(count).UInt16(count)
            .UInt32((uint)length).UInt32((uint)Math.Min(directory, uint.MaxValue)).UInt16(0);
        return record.ToArray();
    }

    private static RecordWriter Common(RecordWriter record, ZipEntryRecord entry) => record
        .UInt16(Utf8).UInt16(Deflate).UInt16(0).UInt16(Day)
        .UInt32(entry.Crc).UInt32(checked((uint)entry.Compressed)).UInt32(checked((uint)entry.Size))
        .UInt16((ushort)Encoding.UTF8.GetByteCount(entry.Name));

    private sealed class RecordWriter
    {
        private readonly ArrayBufferWriter<byte> bytes = new();

        public RecordWriter UInt16(ushort value) => Bytes([(byte)value, (byte)(value >> 8)]);

        public RecordWriter UInt32(uint value) => UInt16((ushort)value).UInt16((ushort)(value >> 16));

        public RecordWriter UInt64(ulong value) => UInt32((uint)value).UInt32((uint)(value >> 32));

        public RecordWriter Bytes(ReadOnlySpan<byte> value)
        {
            bytes.Write(value);
            return this;
        }

        public byte[] ToArray() => bytes.WrittenSpan.ToArray();
    }
}
