using Npgsql;

namespace ConversationMemory.Services.Work;

internal static class JobError
{
    private const int MaxLength = 300;

    /// <summary>What of an error may be kept and shown: types, states and constraints; messages may quote what somebody wrote.</summary>
    public static string Of(Exception fault)
    {
        var text = One(fault);
        for (var inner = fault.InnerException; inner is not null && fault is not JobException; inner = inner.InnerException) text += $" ← {One(inner)}";
        return text.Length <= MaxLength ? text : text[..MaxLength];
    }

    private static string One(Exception fault) => fault switch
    {
        JobException known => known.Message,
        PostgresException { ConstraintName: { } constraint } refused => $"PostgresException {refused.SqlState} {constraint}",
        PostgresException refused => $"PostgresException {refused.SqlState}",
        _ => fault.GetType().Name,
    };
}
