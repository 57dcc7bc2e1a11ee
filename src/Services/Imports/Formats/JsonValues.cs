using System.Buffers;
using System.Runtime.CompilerServices;

namespace ConversationMemory.Services.Imports.Formats;

/// <summary>A value of a JSON file, as bytes that hold until the next one is asked for.</summary>
/// <param name="IsTooLarge">It was longer than allowed, and was passed over.</param>
/// <param name="IsCut">The file ended within it.</param>
internal readonly record struct JsonValueBytes(ReadOnlyMemory<byte> Bytes, bool IsTooLarge, bool IsCut);

/// <summary>
/// Takes a JSON file apart into the elements of the array that it is, or into its values, with no more than one of them in memory. It looks at brackets
/// and quotes alone: so a value that is damaged within does not damage those after it.
/// </summary>
internal sealed class JsonValues(Stream stream, int mostBytes)
{
    private static readonly SearchValues<byte> InValue = SearchValues.Create("\"{}[],"u8);
    private static readonly SearchValues<byte> InText = SearchValues.Create("\"\\"u8);

    private readonly byte[] chunk = new byte[64 * 1024];
    private readonly ArrayBufferWriter<byte> value = new();
    private int read;
    private int at;
    private int depth;
    private bool begun;
    private bool inText;
    private bool afterEscape;
    private bool tooLarge;
    private bool hasRoot;

    public async IAsyncEnumerable<JsonValueBytes> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        while (await FillAsync(ct))
        {
            while (Next())
            {
                yield return new JsonValueBytes(value.WrittenMemory, tooLarge, IsCut: false);
                Forget();
            }
        }

        if (begun) yield return new JsonValueBytes(value.WrittenMemory, tooLarge, IsCut: true);
    }

    private async Task<bool> FillAsync(CancellationToken ct)
    {
        at = 0;
        read = await stream.ReadAsync(chunk, ct);
        return read > 0;
    }

    /// <summary>True: a value is whole. False: more bytes are needed.</summary>
    private bool Next()
    {
        while (at < read)
        {
            if (!begun && !Begin()) continue;
            if (inText ? Text() : Structure()) return true;
        }

        return false;
    }

    private bool Begin()
    {
        var first = chunk[at];
        if (first is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)',' or (byte)']' || (first == '[' && !hasRoot))
        {
            hasRoot |= first == '[';
            at++;
            return false;
        }

        hasRoot = begun = true;
        return true;
    }

    private bool Text()
    {
        if (afterEscape)
        {
            afterEscape = false;
            Take(1);
            return false;
        }

        var found = chunk.AsSpan(at, read - at).IndexOfAny(InText);
        if (found < 0)
        {
            Take(read - at);
            return false;
        }

        afterEscape = chunk[at + found] == '\\';
        inText = afterEscape;
        Take(found + 1);
        return !inText && depth == 0;
    }

    private bool Structure()
    {
        var found = chunk.AsSpan(at, read - at).IndexOfAny(InValue);
        if (found < 0)
        {
            Take(read - at);
            return false;
        }

        var mark = chunk[at + found];
        // After a bare number or word its array goes on, or ends.
        if (depth == 0 && mark is (byte)',' or (byte)']' or (byte)'}')
        {
            Take(found);
            at++;
            return true;
        }

        inText = mark == '"';
        depth += mark is (byte)'{' or (byte)'[' ? 1 : mark is (byte)'}' or (byte)']' ? -1 : 0;
        Take(found + 1);
        return depth == 0 && !inText;
    }

    private void Take(int count)
    {
        if (value.WrittenCount + count > mostBytes) tooLarge = true;
        if (!tooLarge) value.Write(chunk.AsSpan(at, count));
        at += count;
    }

    private void Forget()
    {
        value.ResetWrittenCount();
        (depth, begun, inText, afterEscape, tooLarge) = (0, false, false, false, false);
    }
}
