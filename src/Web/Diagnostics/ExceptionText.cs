using System.ClientModel;
using System.Net.Sockets;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Models;
using ConversationMemory.Services.Notifications;
using Npgsql;

namespace ConversationMemory.Web.Diagnostics;

/// <summary>
/// An exception as the log may hold it: types, facts from a closed list, and where it happened, the inner ones too. Messages are left out, ours
/// included: they quote values, rows, addresses, and what providers and people wrote.
/// </summary>
internal static class ExceptionText
{
    private const int MostExceptions = 10;
    private const int MostFrames = 50;

    public static IEnumerable<string> Lines(Exception exception)
    {
        var all = All(exception).Take(MostExceptions + 1).ToList();
        for (var i = 0; i < Math.Min(all.Count, MostExceptions); i++)
        {
            yield return (i == 0 ? "" : " ---> ") + Headline(all[i]);
            var frames = (all[i].StackTrace ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries);
            foreach (var frame in frames.Take(MostFrames)) yield return frame.TrimEnd('\r');
            if (frames.Length > MostFrames) yield return $"   … {frames.Length - MostFrames} frames more";
        }

        if (all.Count > MostExceptions) yield return " ---> …";
    }

    /// <summary>The exception and those within it, outermost first.</summary>
    public static IEnumerable<Exception> All(Exception? exception) => exception switch
    {
        null => [],
        AggregateException { InnerExceptions.Count: > 1 } several => several.InnerExceptions.SelectMany(All).Prepend(several),
        _ => All(exception.InnerException).Prepend(exception),
    };

    private static string Headline(Exception exception)
    {
        var facts = string.Join(", ", Facts(exception).Where(fact => fact is not null));
        return facts.Length == 0 ? $"{exception.GetType()}" : $"{exception.GetType()}: {facts}";
    }

    private static IEnumerable<string?> Facts(Exception exception) => exception switch
    {
        PostgresException fault =>
        [
            $"SQL state {fault.SqlState}", Named("constraint", fault.ConstraintName), Named("table", fault.TableName), Named("column", fault.ColumnName),
            Named("raised by", fault.Routine),
        ],
        NpgsqlException fault => [fault.IsTransient ? "may pass" : null],
        ModelException fault => [$"{fault.Kind}", fault.Cause],
        MailException fault => [$"{fault.Kind}", fault.Cause],
        ProblemException fault => [$"{fault.Problem}"],
        ClientResultException fault => [$"HTTP {fault.Status}"],
        HttpRequestException fault => [$"{fault.HttpRequestError}", fault.StatusCode is { } status ? $"HTTP {(int)status}" : null],
        SocketException fault => [$"{fault.SocketErrorCode}"],
        BadHttpRequestException fault => [$"HTTP {fault.StatusCode}"],
        _ => [],
    };

    // Names in the schema; whatever else a server might put there is left out.
    private static string? Named(string what, string? name) =>
        name is { Length: > 0 and <= 63 } && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? $"{what} {name}" : null;
}
