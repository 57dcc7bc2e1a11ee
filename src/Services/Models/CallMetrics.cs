using System.Diagnostics;
using System.Diagnostics.Metrics;
using ConversationMemory.Services.Models.Prices;
using ConversationMemory.Services.Work;

namespace ConversationMemory.Services.Models;

/// <summary>What model calls cost and why they were made, for whoever listens. Calls without a known price are counted as that.</summary>
internal static class CallMetrics
{
    private static readonly Counter<long> Calls = Telemetry.Meter.CreateCounter<long>(
        "conversation_memory.model.calls", "{call}", "Calls of models, by what they were made for.");

    private static readonly Counter<double> Costs = Telemetry.Meter.CreateCounter<double>(
        "conversation_memory.model.cost", "{USD}", "What the calls cost whose price is known, in the price list's currency.");

    public static void Add(string kind, ModelCall call)
    {
        var cost = PriceList.Included.CostOf(call);
        var tags = new TagList
        {
            { "kind", kind },
            { "gen_ai.provider.name", call.Provider },
            { "gen_ai.request.model", call.ModelAsked },
            { "priced", cost is not null },
        };
        if (call.Error is not null) tags.Add("error.type", call.Error.ToString());
        Calls.Add(1, tags);
        if (cost is not null) Costs.Add((double)cost.Amount, tags);
    }
}
