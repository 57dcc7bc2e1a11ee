namespace ConversationMemory.Services.Retention.Sweep;

/// <summary>Who sweeps. Any of them is enough; see docs/retention.md.</summary>
public static class SweepLayers
{
    /// <summary>The trigger on messages, with 1 % of them.</summary>
    public const string Insert = "insert";

    /// <summary>After a response, at most once an hour over all instances.</summary>
    public const string Request = "request";

    /// <summary>The schedule inside the app.</summary>
    public const string Schedule = "schedule";

    /// <summary>The schedule inside the database.</summary>
    public const string PgCron = "pg_cron";

    /// <summary>The call for any scheduler outside.</summary>
    public const string Api = "api";
}
