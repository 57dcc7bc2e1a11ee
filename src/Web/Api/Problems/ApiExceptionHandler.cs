using System.Globalization;
using ConversationMemory.Services.Exports.Pdf;
using ConversationMemory.Services.Imports;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Models;
using ConversationMemory.Services.Sharing;
using ConversationMemory.Services.Templates;
using ConversationMemory.Web.Accounts;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ConversationMemory.Web.Api.Problems;

/// <summary>Tells refusals as problem details. What was not foreseen is logged, and told without details.</summary>
internal sealed class ApiExceptionHandler(ILogger<ApiExceptionHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!httpContext.Request.IsApi()) return false;
        if (exception is ModelException { RetryAfter: { } wait })
            httpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString("0", CultureInfo.InvariantCulture);
        if (exception is PdfException { Problem: PdfProblem.Busy }) httpContext.Response.Headers.RetryAfter = "30";
        await Problem(exception).ExecuteAsync(httpContext);
        return true;
    }

    private ProblemHttpResult Problem(Exception exception) => exception switch
    {
        ApiException refusal => StandardProblems.Of(refusal.Status, refusal.Code, refusal.Message),
        ProblemException refusal => StandardProblems.Of(StatusOf(refusal.Problem), CodeOf(refusal.Problem), refusal.Message),
        ImportException refusal => StandardProblems.Of(StatusOf(refusal.Code), refusal.Code, refusal.Message),
        SharingException refusal => StandardProblems.Of(StatusCodes.Status400BadRequest, refusal.Code, refusal.Message),
        TemplateException refusal => StandardProblems.Of(
            refusal.Code == "admins_only" ? StatusCodes.Status403Forbidden : StatusCodes.Status400BadRequest, refusal.Code, refusal.Message),
        ModelException failure => StandardProblems.Of(ModelProblems.StatusOf(failure.Kind), ModelProblems.CodeOf(failure.Kind), failure.Message),
        PdfException refusal => StandardProblems.Of(StatusCodes.Status503ServiceUnavailable, CodeOf(refusal.Problem), refusal.Message),
        BadHttpRequestException refusal => StandardProblems.Of(refusal.StatusCode),
        _ => Unforeseen(exception),
    };

    private ProblemHttpResult Unforeseen(Exception fault)
    {
        log.LogError(fault, "A call of the API failed");
        return StandardProblems.Of(StatusCodes.Status500InternalServerError);
    }

    private static int StatusOf(ProblemKind problem) => problem switch
    {
        ProblemKind.NoConversation or ProblemKind.NoAgent => StatusCodes.Status404NotFound,
        ProblemKind.NotAllowed => StatusCodes.Status403Forbidden,
        ProblemKind.OnHold => StatusCodes.Status409Conflict,
        ProblemKind.NotNewest or ProblemKind.QuotaExceeded => StatusCodes.Status409Conflict,
        ProblemKind.KeyReused => StatusCodes.Status422UnprocessableEntity,
        _ => StatusCodes.Status400BadRequest,
    };

    private static string CodeOf(PdfProblem problem) => problem switch
    {
        PdfProblem.NotInstalled => "pdf_not_installed",
        PdfProblem.FontsMissing => "pdf_fonts_missing",
        PdfProblem.Busy => "pdf_busy",
        PdfProblem.TooLarge => "pdf_too_large",
        _ => "pdf_failed",
    };

    private static int StatusOf(string importCode) => importCode switch
    {
        "no_import" => StatusCodes.Status404NotFound,
        "too_large" => StatusCodes.Status413PayloadTooLarge,
        "not_ready" or "too_many_waiting" => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status400BadRequest,
    };

    private static string CodeOf(ProblemKind problem) => problem switch
    {
        ProblemKind.Blank => "blank",
        ProblemKind.TooLong => "too_long",
        ProblemKind.Unstorable => "unstorable",
        ProblemKind.NoConversation => "no_conversation",
        ProblemKind.NoAgent => "no_agent",
        ProblemKind.NotNewest => "not_newest",
        ProblemKind.NotAllowed => "not_allowed",
        ProblemKind.OnHold => "on_hold",
        ProblemKind.KeyReused => "key_reused",
        ProblemKind.QuotaExceeded => "quota_exceeded",
        _ => throw new ArgumentOutOfRangeException(nameof(problem)),
    };
}
