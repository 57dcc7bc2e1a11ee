using ConversationMemory.Services.Imports;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Operations;
using ConversationMemory.Web.Operations;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.Options;

using ImportsService = ConversationMemory.Services.Imports.Imports;

namespace ConversationMemory.Web.Imports;

/// <summary>
/// Takes the form of the page of imports. No page's handler, because those read a form whole before they run; each answer is a redirect, because the page
/// of an error reads it too.
/// </summary>
internal static class UploadEndpoint
{
    public const string Path = "/imports/upload";

    public static void MapUploads(this WebApplication app) => app.MapPost(Path, TakeAsync)
        .RequireAuthorization()
        .WithMetadata(new WorksReadOnlyAttribute(), new RequestSizeLimitAttribute(MostBytes(app.Services.GetRequiredService<IOptions<ImportOptions>>().Value)))
        .ExcludeFromDescription();

    /// <summary>What the server takes at all: more than an upload may have, so that one that is too large gets a kind word.</summary>
    public static long MostBytes(ImportOptions options) => options.MaxBytes * 4;

    private static async Task<IResult> TakeAsync(HttpContext context, ImportsService imports, IAntiforgery antiforgery, ReadOnlyMode readOnly, CancellationToken ct)
    {
        try
        {
            if (readOnly.Current is { } state) throw new ImportException(ReadOnlyRequests.Explain(state));
            await imports.RequireRoomAsync(context.Request.ContentLength, ct);
            var upload = await Upload.OpenAsync(context.Request, ct);
            if (!await IsOursAsync(context, antiforgery, upload)) throw new ImportException("The page was open for too long. Choose the file again and send it once more.");
            return Results.LocalRedirect($"/imports/{await imports.UploadAsync(upload.Content, upload.FileName, ct)}");
        }
        catch (Exception refused) when (refused is ImportException or ProblemException)
        {
            return Refused(context, refused.Message);
        }
        catch (Exception cut) when (cut is BadHttpRequestException or InvalidDataException or IOException)
        {
            return Refused(context, "The upload broke off. Please send it again.");
        }
    }

    // From a header, the token is checked without reading the form for it.
    private static async Task<bool> IsOursAsync(HttpContext context, IAntiforgery antiforgery, Upload upload)
    {
        context.Request.Headers["RequestVerificationToken"] = upload.Token ?? "none";
        return await antiforgery.IsRequestValidAsync(context);
    }

    private static IResult Refused(HttpContext context, string why)
    {
        var notes = context.RequestServices.GetRequiredService<ITempDataDictionaryFactory>().GetTempData(context);
        notes["Refusal"] = why;
        notes.Save();
        return Results.LocalRedirect("/imports");
    }
}
