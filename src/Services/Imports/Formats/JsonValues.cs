using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace ConversationMemory.Services.Imports.Formats;

/// <summary>A value of a JSON file, as bytes that hold until the next one is asked for.</summary>
/// <param name="IsTooLarge">It was longer than allowed, and was passed over.</param>
/// <param name="IsCut">The file ended within it.</param>
internal readonly record struct JsonValueBytes(ReadOnlyMemory<byte> Bytes, bool IsTooLarge, bool IsCut);

/// <summary>
/// Takes a JSON file apart into the elements of the array that it is, or that it holds under one of some names, or into its values, with no more than one
/// of them in memory. It looks at brackets and quotes alone: so a value that is damaged within does not damage those after it.
/// </summary>
/// <param name="lists">Where the file is one object: the names under which it has its list.</param>
internal sealed class JsonValues(Stream stream, int mostBytes, IReadOnlyList<string> lists)
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
    private bool isRoot;
    private bool inList;
    private bool listEnded;

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
        if (listEnded)
        {
            at = read;
            return false;
        }

        var first = chunk[at];
        if (first is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)',' or (byte)']' || (first == '[' && !hasRoot))
        {
            hasRoot |= first == '[';
            listEnded = inList && first == ']';
            at++;
            return false;
        }

        isRoot = !hasRoot && first == '{';
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
            listEnded = inList && mark == ']';
            return true;
        }

        if (isRoot && depth == 1 && mark == '[')
        {
            if (IsList(found)) return false;
            found = 0;
        }

        inText = mark == '"';
        depth += mark is (byte)'{' or (byte)'[' ? 1 : mark is (byte)'}' or (byte)']' ? -1 : 0;
        Take(found + 1);
        return depth == 0 && !inText;
    }

    /// <summary>Before a bracket stands the name of a list: what is in it are the values from here on. What was before it and comes after it is passed over.</summary>
    private bool IsList(int found)
    {
        Take(found);
        var before = value.WrittenSpan.TrimEnd(" \t\r\n"u8);
        if (before.IsEmpty || before[^1] != ':' || !lists.Any(name => EndsWith(value.WrittenSpan, name))) return false;
        at++;
        Forget();
        (isRoot, inList) = (false, true);
        return true;
    }

    private static bool EndsWith(ReadOnlySpan<byte> text, string name) =>
        text.TrimEnd(" \t\r\n"u8)[..^1].TrimEnd(" \t\r\n"u8).EndsWith(Encoding.UTF8.GetBytes($"\"{name}\""));

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
