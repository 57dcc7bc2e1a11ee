using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Caching.Memory;

namespace ConversationMemory.Services.Text.Rendering;

/// <summary>
/// Keeps what <see cref="SafeMarkdown"/> made of texts lately, by their content: whose text it is and where it stands makes no difference to its
/// markup. What is used least goes when it is full.
/// </summary>
public sealed class MarkdownCache(long mostBytes) : IDisposable
{
    // Two bytes a character, and what an entry takes beside its markup.
    private const int BytesOfEntry = 300;

    private readonly MemoryCache rendered = new(new MemoryCacheOptions { SizeLimit = mostBytes, TrackStatistics = true });

    public MarkdownCache()
        : this(32 * 1024 * 1024)
    {
    }

    /// <summary>What it takes, in bytes, about.</summary>
    public long Bytes => rendered.GetCurrentStatistics()!.CurrentEstimatedSize!.Value;

    /// <summary>Formats a model's text.</summary>
    public SafeHtml ToHtml(string markdown) => Find(markdown, isTyped: false);

    /// <summary>Formats a person's text.</summary>
    public SafeHtml TypedToHtml(string markdown) => Find(markdown, isTyped: true);

    public void Dispose() => rendered.Dispose();

    private SafeHtml Find(string markdown, bool isTyped)
    {
        var key = Key(markdown, isTyped);
        if (rendered.TryGetValue(key, out SafeHtml? known)) return known!;
        var html = isTyped ? SafeMarkdown.TypedToHtml(markdown) : SafeMarkdown.ToHtml(markdown);
        return rendered.Set(key, html, new MemoryCacheEntryOptions { Size = BytesOfEntry + (2L * html.ToString().Length) });
    }

    // A hash that nobody can aim at: another text with the same one would be shown as this.
    private static (UInt128 First, UInt128 Second, bool IsTyped) Key(string markdown, bool isTyped)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(markdown.AsSpan()), hash);
        var halves = MemoryMarshal.Cast<byte, UInt128>(hash);
        return (halves[0], halves[1], isTyped);
    }
}
