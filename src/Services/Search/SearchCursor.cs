using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace ConversationMemory.Services.Search;

/// <summary>A place in what was found: after this hit.</summary>
/// <param name="Place">Within the conversation: of a message from 1 on, 0 for a title, -1 for a summary.</param>
public sealed record SearchCursor(double Score, Guid ConversationId, int Place)
{
    private const int Size = sizeof(double) + 16 + sizeof(int);

    /// <summary>For an address; what it holds is nobody's business.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        BinaryPrimitives.WriteDoubleBigEndian(bytes, Score);
        ConversationId.TryWriteBytes(bytes[sizeof(double)..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(bytes[(Size - sizeof(int))..], Place);
        return Base64Url.EncodeToString(bytes);
    }

    public static bool TryParse(string? text, [NotNullWhen(true)] out SearchCursor? cursor)
    {
        cursor = null;
        Span<byte> bytes = stackalloc byte[Size];
        if (text is null || !Base64Url.IsValid(text, out var length) || length != Size) return false;
        Base64Url.DecodeFromChars(text, bytes);
        var score = BinaryPrimitives.ReadDoubleBigEndian(bytes);
        if (!double.IsFinite(score)) return false;
        cursor = new SearchCursor(
            score, new Guid(bytes[sizeof(double)..(Size - sizeof(int))], bigEndian: true), BinaryPrimitives.ReadInt32BigEndian(bytes[(Size - sizeof(int))..]));
        return true;
    }
}
