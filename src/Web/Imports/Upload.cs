using System.Text;
using ConversationMemory.Services.Imports;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace ConversationMemory.Web.Imports;

/// <summary>A file on its way here: a form's, or a body that is the file. It is passed on as it comes; no form is read, which would put it on a disk.</summary>
/// <param name="Token">The form's token, where it came before the file.</param>
internal sealed record Upload(Stream Content, string? FileName, string? Token)
{
    private const int MostSections = 10;
    private const int MostTokenBytes = 4096;

    /// <exception cref="ImportException">There is no file in it.</exception>
    public static async Task<Upload> OpenAsync(HttpRequest request, CancellationToken ct)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
            return new Upload(request.Body, NameOf(request), null);
        if (HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 100 } boundary) throw NoFile();
        return await FirstFileAsync(new MultipartReader(boundary, request.Body), ct);
    }

    private static async Task<Upload> FirstFileAsync(MultipartReader reader, CancellationToken ct)
    {
        string? token = null;
        for (var i = 0; i < MostSections && await reader.ReadNextSectionAsync(ct) is { } section; i++)
        {
            if (section.GetContentDispositionHeader() is not { } disposition) continue;
            if (disposition.IsFileDisposition())
                return new Upload(section.Body, HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value, token);
            if (HeaderUtilities.RemoveQuotes(disposition.Name) == "__RequestVerificationToken") token = await ShortTextAsync(section.Body, ct);
        }

        throw NoFile();
    }

    private static async Task<string?> ShortTextAsync(Stream body, CancellationToken ct)
    {
        var bytes = new byte[MostTokenBytes];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        return length < bytes.Length ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }

    private static string? NameOf(HttpRequest request) =>
        ContentDispositionHeaderValue.TryParse(request.Headers.ContentDisposition.ToString(), out var disposition)
            ? HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value
            : null;

    private static ImportException NoFile() => new("Choose a file first: nothing was sent.", "no_file");
}
