using System.Buffers.Text;
using System.Text;

namespace ConversationMemory.Services.Text.Tokens;

/// <summary>
/// The tokens of one encoding and their ranks. Keys hold one byte in each char (Latin-1), so that bytes can be looked up
/// as spans without making a string.
/// </summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> _ranks;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    private Vocabulary(Dictionary<string, int> ranks)
    {
        _ranks = ranks;
        _lookup = _ranks.GetAlternateLookup<ReadOnlySpan<char>>();
        LongestToken = _ranks.Keys.Max(key => key.Length);
    }

    public int LongestToken { get; }

    public bool TryGetRank(ReadOnlySpan<char> bytes, out int rank) => _lookup.TryGetValue(bytes, out rank);

    /// <summary>Reads a rank file: a line for each token, its bytes in Base64, a space, its rank.</summary>
    /// <exception cref="InvalidDataException">The file is missing or is not a rank file.</exception>
    public static Vocabulary Load(string path)
    {
        if (!File.Exists(path))
            throw new InvalidDataException($"The vocabulary {Path.GetFileName(path)} is missing beside the app; build it again.");
        var file = File.ReadAllBytes(path).AsSpan();
        var ranks = new Dictionary<string, int>(200_000, StringComparer.Ordinal);
        Span<byte> token = stackalloc byte[256];
        foreach (var range in file.Split((byte)'\n'))
        {
            var line = file[range].TrimEnd((byte)'\r');
            if (line.IsEmpty)
                continue;
            var space = line.IndexOf((byte)' ');
            if (space < 0
                || Base64.DecodeFromUtf8(line[..space], token, out _, out var length) != System.Buffers.OperationStatus.Done
                || !Utf8Parser.TryParse(line[(space + 1)..], out int rank, out _))
                throw new InvalidDataException($"The vocabulary {Path.GetFileName(path)} is damaged; build the app again.");
            ranks.Add(Encoding.Latin1.GetString(token[..length]), rank);
        }
        return new Vocabulary(ranks);
    }
}
