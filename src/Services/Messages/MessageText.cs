using System.Globalization;
using System.Text;

namespace ConversationMemory.Services.Messages;

/// <summary>The rules for what a person writes. The database has them too; here they come with a kind word.</summary>
public static class MessageText
{
    /// <summary>Checks the text and keeps it as it is, but for the line ends that forms are sent with.</summary>
    /// <param name="text">As it came from the form or the API.</param>
    /// <param name="maxLength">In Unicode characters (an emoji of one code point is one).</param>
    /// <exception cref="ProblemException">Blank, too long, or not storable.</exception>
    public static string Clean(string? text, int maxLength)
    {
        var clean = (text ?? "").Replace("\r\n", "\n", StringComparison.Ordinal);
        if (string.IsNullOrWhiteSpace(clean)) throw new ProblemException(ProblemKind.Blank, "Write something first: the message is empty.");
        if (!IsStorable(clean))
        {
            throw new ProblemException(ProblemKind.Unstorable,
                "The message holds a character that cannot be stored (a NUL or half of an emoji). Remove it and send again.");
        }

        var length = Length(clean);
        if (length > maxLength)
        {
            throw new ProblemException(ProblemKind.TooLong, string.Create(CultureInfo.InvariantCulture,
                $"The message has {length:N0} characters; {maxLength:N0} are allowed. Shorten it or send it in parts."));
        }

        return clean;
    }

    /// <summary>Length in Unicode characters, as PostgreSQL counts.</summary>
    public static int Length(string text)
    {
        var length = 0;
        foreach (var _ in text.EnumerateRunes()) length++;
        return length;
    }

    /// <summary>Neither a NUL nor half of a surrogate pair: no database text can hold those.</summary>
    public static bool IsStorable(string text) => !text.Contains('\0', StringComparison.Ordinal) && !HasHalfSurrogate(text);

    private static bool HasHalfSurrogate(string text)
    {
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var consumed) != System.Buffers.OperationStatus.Done) return true;
            rest = rest[consumed..];
        }

        return false;
    }
}
