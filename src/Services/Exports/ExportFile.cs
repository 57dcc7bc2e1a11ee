using Microsoft.Net.Http.Headers;

namespace ConversationMemory.Services.Exports;

/// <summary>A file to save.</summary>
/// <param name="Name">For any file system: no separators, no control characters, of a reasonable length.</param>
/// <param name="ContentType">With the character set where it is text.</param>
public sealed record ExportFile(ExportName Name, string ContentType, byte[] Content)
{
    /// <summary>The header <c>Content-Disposition</c> (RFC 6266): the name in plain ASCII, and as it is.</summary>
    public string Disposition => new ContentDispositionHeaderValue("attachment") { FileName = $"\"{Name.Ascii}\"", FileNameStar = Name.Full }.ToString();
}
