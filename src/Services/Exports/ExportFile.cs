using System.IO.Pipelines;
using Microsoft.Net.Http.Headers;

namespace ConversationMemory.Services.Exports;

/// <summary>A file to save. It is made while it is written, so that a long one is nowhere as a whole.</summary>
/// <param name="name">For any file system: no separators, no control characters, of a reasonable length.</param>
/// <param name="contentType">With the character set where it is text.</param>
/// <param name="write">Writes it; can be called again.</param>
public sealed class ExportFile(ExportName name, string contentType, Func<PipeWriter, CancellationToken, Task> write)
{
    public ExportFile(ExportName name, string contentType, ReadOnlyMemory<byte> content)
        : this(name, contentType, async (output, ct) => await output.WriteAsync(content, ct))
    {
    }

    public ExportName Name => name;

    public string ContentType => contentType;

    /// <summary>The header <c>Content-Disposition</c> (RFC 6266): the name in plain ASCII, and as it is.</summary>
    public string Disposition => new ContentDispositionHeaderValue("attachment") { FileName = $"\"{Name.Ascii}\"", FileNameStar = Name.Full }.ToString();

    public Task WriteAsync(PipeWriter output, CancellationToken ct) => write(output, ct);

    /// <summary>Writes it to a stream, which is left open.</summary>
    public async Task CopyToAsync(Stream output, CancellationToken ct)
    {
        var pipe = PipeWriter.Create(output, new StreamPipeWriterOptions(leaveOpen: true));
        await write(pipe, ct);
        await pipe.CompleteAsync();
    }

    /// <summary>For those who need all of it at once.</summary>
    public async Task<byte[]> ReadAllAsync(CancellationToken ct)
    {
        using var content = new MemoryStream();
        await CopyToAsync(content, ct);
        return content.ToArray();
    }
}
