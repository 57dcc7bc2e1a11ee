using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using ConversationMemory.Services.Messages.Packing;
using ZstdSharp;

namespace ConversationMemory.Bench.Storage;

/// <summary>
/// Segments by Zstandard with a dictionary that was trained on other conversations: what the app would have to bring along, and keep for ever, in
/// place of Brotli and the dictionary that is built into it.
/// </summary>
internal static class ZstdTrial
{
    private const int Tried = 200;

    public static void Run(IReadOnlyList<StoredChat> chats)
    {
        var plain = chats.Select(chat => Plain(SegmentCodec.Encode(new SegmentContent(chat.Messages, [chat.SummaryRow]), 4))).ToList();
        var (tried, others) = (plain.Take(Tried).ToList(), plain.Skip(Tried).ToList());
        if (others.Count < Tried) return;
        Try("Zstandard 19, no dictionary", tried, null);
        foreach (var kilobytes in new[] { 16, 64, 110, 512 })
            Try($"Zstandard 19, {kilobytes} kB from {others.Count} others", tried, DictBuilder.TrainFromBuffer(others, kilobytes * 1024));
    }

    private static void Try(string what, List<byte[]> tried, byte[]? dictionary)
    {
        using var compressor = new Compressor(19);
        if (dictionary is not null) compressor.LoadDictionary(dictionary);
        var begun = Stopwatch.GetTimestamp();
        var bytes = tried.Average(plain => compressor.Wrap(plain).Length + 1);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"    {what,-44} {bytes,8:N0} bytes {Stopwatch.GetElapsedTime(begun).TotalMilliseconds / tried.Count,6:0.0} ms"));
    }

    private static byte[] Plain(byte[] segment)
    {
        using var brotli = new BrotliStream(new MemoryStream(segment, 1, segment.Length - 1), CompressionMode.Decompress);
        var plain = new MemoryStream();
        brotli.CopyTo(plain);
        return plain.ToArray();
    }
}
