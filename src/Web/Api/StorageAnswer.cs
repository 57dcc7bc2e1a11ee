using ConversationMemory.Data.Storage;
using ConversationMemory.Data.Storage.Queries;
using ConversationMemory.Services.Storage;

namespace ConversationMemory.Web.Api;

/// <param name="DatabaseBytes">All files of the database.</param>
/// <param name="BudgetBytes">What it may take; 0: no budget.</param>
/// <param name="UsedPercent">How much of the budget is used.</param>
/// <param name="Level">"good", "warning" from 70 % on, "danger" from 85 % on.</param>
/// <param name="Forecast">Until when the budget lasts.</param>
/// <param name="Kinds">
/// Bytes by what they are for: messages, conversations, archive (packed messages with the filters that search them, saved copies), summaries, search_index (indexes of words
/// and of meaning; 0, because the search has none), memories, files, accounts, ledger_and_logs, other.
/// </param>
/// <param name="Tables">The largest first.</param>
/// <param name="Indexes">The largest first.</param>
/// <param name="People">The 20 who hold most.</param>
/// <param name="Agents">The 20 whose conversations take most.</param>
/// <param name="Days">The size of each of the last 90 days, the oldest first.</param>
/// <param name="Alerts">Those that stand, and the last that are over.</param>
internal sealed record StorageAnswer(
    DateTimeOffset MeasuredAt, long DatabaseBytes, long BudgetBytes, double UsedPercent, string Level, ForecastAnswer Forecast,
    IReadOnlyDictionary<string, long> Kinds, IReadOnlyList<TableAnswer> Tables, IReadOnlyList<IndexAnswer> Indexes,
    IReadOnlyList<ConsumerAnswer> People, IReadOnlyList<ConsumerAnswer> Agents, IReadOnlyList<DayAnswer> Days, IReadOnlyList<AlertAnswer> Alerts)
{
    public static StorageAnswer Of(StorageReport report)
    {
        var figures = report.Figures;
        return new StorageAnswer(
            figures.MeasuredAt, figures.DatabaseBytes, report.Budget.Bytes, Math.Round(report.Percent, 2), report.Level,
            ForecastAnswer.Of(report.Forecast), figures.Kinds,
            [.. figures.Tables.Select(TableAnswer.Of)],
            [.. figures.Indexes.Select(i => new IndexAnswer(i.Name, i.TableName, i.Method, i.Bytes, i.Scans))],
            Holders(figures.People, report), Holders(figures.Agents, report),
            [.. report.Days.Select(d => new DayAnswer(d.Day, d.Bytes, d.Conversations, d.Messages))],
            [.. report.Alerts.Select(AlertAnswer.Of)]);
    }

    private static IReadOnlyList<ConsumerAnswer> Holders(IReadOnlyList<StorageConsumer> holders, StorageReport report) =>
        [.. holders.Select(h => new ConsumerAnswer(h.Id, report.Names.GetValueOrDefault(h.Id), h.Conversations, h.Messages, h.Bytes))];
}

/// <param name="Outcome">"will_be_full", "is_full", "not_growing", "far_away" (later than the last weeks can tell), "too_few_days", or "no_budget".</param>
/// <param name="About">The likeliest day; null where none can be named.</param>
/// <param name="Earliest">19 of 20 times not before.</param>
/// <param name="Latest">19 of 20 times not after; null: perhaps never.</param>
/// <param name="BytesPerDay">The pace of the last weeks.</param>
internal sealed record ForecastAnswer(ForecastOutcome Outcome, DateOnly? About, DateOnly? Earliest, DateOnly? Latest, double BytesPerDay)
{
    public static ForecastAnswer Of(StorageForecast forecast) =>
        new(forecast.Outcome, forecast.About, forecast.Earliest, forecast.Latest, Math.Round(forecast.BytesPerDay));
}

/// <param name="HeapBytes">The rows, with the free room between them.</param>
/// <param name="IndexBytes">All of its indexes.</param>
/// <param name="ToastBytes">What of long values lies beside the rows.</param>
/// <param name="LiveRows">About.</param>
/// <param name="DeadRows">Deleted or replaced, their room not yet free; about.</param>
internal sealed record TableAnswer(
    string Name, string Kind, long HeapBytes, long IndexBytes, long ToastBytes, long TotalBytes, long LiveRows, long DeadRows, DateTimeOffset? VacuumedAt)
{
    public static TableAnswer Of(TableSize table) => new(
        table.Name, StorageKinds.Of(table.Name), table.Heap, table.Indexes, table.Toast, table.Total, table.Live, table.Dead, table.VacuumedAt);
}

/// <param name="Scans">How often it was used since statistics began.</param>
internal sealed record IndexAnswer(string Name, string Table, string Method, long Bytes, long Scans);

/// <param name="Name">A person's email or an agent's name; null: deleted meanwhile.</param>
/// <param name="Bytes">Of the rows alone.</param>
internal sealed record ConsumerAnswer(Guid Id, string? Name, long Conversations, long Messages, long Bytes);

internal sealed record DayAnswer(DateOnly Day, long Bytes, int Conversations, long Messages);

/// <param name="MailedAt">When admins were told by mail; null: not, or not yet.</param>
/// <param name="PostedAt">When the webhook was told; null: not, or not yet.</param>
internal sealed record AlertAnswer(
    string Level, long Bytes, long BudgetBytes, DateTimeOffset RaisedAt, DateTimeOffset? ClearedAt, DateTimeOffset? MailedAt, DateTimeOffset? PostedAt)
{
    public static AlertAnswer Of(StorageAlert alert) => new(
        alert.Level, alert.Bytes, alert.Budget, alert.RaisedAt, alert.ClearedAt, alert.MailedAt, alert.PostedAt);
}
