using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace ConversationMemory.Web.Diagnostics;

/// <summary>
/// The one way in which this app's log leaves the process: each call, a library's too, is written by this formatter, whichever one the
/// configuration names. It looks like the framework's own.
/// </summary>
internal sealed class ScrubbedConsole() : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "scrubbed";

    private const string Indent = "      ";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        if (logEntry.LogLevel == LogLevel.None) return;
        textWriter.Write($"{Level(logEntry.LogLevel)}: {logEntry.Category}[{logEntry.EventId.Id}]\n");
        foreach (var line in LogText.Of(logEntry).Split('\n')) textWriter.Write($"{Indent}{line.TrimEnd('\r')}\n");
        if (logEntry.Exception is null) return;
        foreach (var line in ExceptionText.Lines(logEntry.Exception)) textWriter.Write($"{Indent}{line}\n");
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        LogLevel.Critical => "crit",
        _ => throw new ArgumentOutOfRangeException(nameof(level)),
    };
}

internal static class ScrubbedConsoleLogging
{
    /// <summary>Writes the log to the console, scrubbed, and nowhere else.</summary>
    public static ILoggingBuilder AddScrubbedConsole(this ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.AddConsole().AddConsoleFormatter<ScrubbedConsole, ConsoleFormatterOptions>();
        logging.Services.PostConfigure<ConsoleLoggerOptions>(console => console.FormatterName = ScrubbedConsole.FormatterName);
        return logging;
    }
}
