using System.Diagnostics;
using System.Text;

namespace ConversationMemory.Tests.E2E.Pdf;

/// <summary>A PDF as other programs see it; <c>deploy/prerequisites.sh --tests</c> installs them on Debian and Ubuntu.</summary>
internal sealed class PdfFile : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public PdfFile(ReadOnlyMemory<byte> content) => File.WriteAllBytes(path, content.ToArray());

    /// <summary>Its words in the order in which they stand in it.</summary>
    public Task<string> TextAsync() => RunAsync("pdftotext", "-enc", "UTF-8", path, "-");

    /// <summary>Title, author, tags and the like, a line each.</summary>
    public Task<string> InfoAsync() => RunAsync("pdfinfo", path);

    /// <summary>The elements of its structure.</summary>
    public Task<string> StructureAsync() => RunAsync("pdfinfo", "-struct-text", path);

    /// <summary>Where its links lead.</summary>
    public async Task<string> LinksAsync() => await RunAsync("pdfinfo", "-url", path);

    /// <summary>All of its objects, written out.</summary>
    public Task<string> ObjectsAsync() => RunAsync("qpdf", "--json", "--json-key=qpdf", path);

    /// <summary>The titles of its outline, with their depth.</summary>
    public async Task<string> OutlineAsync() => await RunAsync("qpdf", "--json", "--json-key=outlines", path);

    /// <summary>Fails unless it is without a fault.</summary>
    public async Task CheckAsync() => Assert.Contains("No syntax or stream encoding errors found", await RunAsync("qpdf", "--check", path), StringComparison.Ordinal);

    public void Dispose() => File.Delete(path);

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} says: {await errors}");
        return output;
    }
}
