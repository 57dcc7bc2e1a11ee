using System.Collections.Frozen;
using System.Diagnostics;
using OpenTelemetry;

namespace ConversationMemory.Web.Diagnostics;

/// <summary>
/// Lets out of a span what is listed here and nothing else. Libraries put into spans what they see: the statement with its literals, a
/// server's or a provider's message, addresses; and any of these can quote what a person wrote.
/// </summary>
internal sealed class SpanGuard : BaseProcessor<Activity>
{
    private static readonly FrozenSet<string> Allowed = FrozenSet.ToFrozenSet(
    [
        "error.type",
        "http.request.method", "http.response.status_code", "http.route", "network.protocol.version",
        "db.system.name", "db.response.status_code", "db.npgsql.data_source",
        "gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.request.model", "gen_ai.response.model", "gen_ai.request.max_tokens",
        "gen_ai.request.temperature", "gen_ai.request.stream", "gen_ai.response.finish_reasons", "gen_ai.response.time_to_first_chunk",
        "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens", "gen_ai.usage.cache_read.input_tokens", "gen_ai.tool.name",
        "cm.conversation", "cm.seq", "cm.status", "cm.count",
    ]);

    public override void OnEnd(Activity data)
    {
        foreach (var tag in data.TagObjects.ToArray())
        {
            if (!Allowed.Contains(tag.Key)) data.SetTag(tag.Key, null);
        }

        // Drops the description, which is an exception's message.
        if (data.Status == ActivityStatusCode.Error) data.SetStatus(ActivityStatusCode.Error);
        // Whoever sent the request wrote this.
        data.TraceStateString = null;
        // Events cannot be taken back or changed, so a span with one that says anything stays here.
        if (data.Events.Any(happened => happened.Tags.Any())) data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}
