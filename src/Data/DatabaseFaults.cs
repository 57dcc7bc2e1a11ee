using Npgsql;

namespace ConversationMemory.Data;

/// <summary>Tells a database that cannot serve just now from one that refuses what it was asked.</summary>
public static class DatabaseFaults
{
    /// <summary>It cannot be reached, is starting or stopping, or has no room or connection left: the same may work in a moment.</summary>
    public static bool IsAway(Exception? fault) => fault switch
    {
        null => false,
        PostgresException { SqlState: var state } => state is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            || state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("53", StringComparison.Ordinal),
        NpgsqlException => true,
        _ => IsAway(fault.InnerException),
    };
}
