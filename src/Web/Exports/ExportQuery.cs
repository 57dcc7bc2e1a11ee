using System.ComponentModel;
using ConversationMemory.Services.Exports;

namespace ConversationMemory.Web.Exports;

/// <summary>What of a conversation is wanted, as an address says it. What it does not say is as the format has it.</summary>
public sealed record ExportQuery(
    [property: Description("With tool calls; true when left out.")] bool? Tools,
    [property: Description("With summaries; true when left out.")] bool? Summaries,
    [property: Description("With what each reply was made from; when left out true for json, otherwise false.")] bool? Context,
    [property: Description("The seq of the first message.")] int? From,
    [property: Description("The seq of the last message.")] int? To)
{
    public ExportOptions Options(ExportFormat format, TimeZoneInfo zone)
    {
        var usual = ExportOptions.Default(format);
        return usual with
        {
            ToolCalls = Tools ?? usual.ToolCalls,
            Summaries = Summaries ?? usual.Summaries,
            Context = Context ?? usual.Context,
            FromSeq = From,
            ToSeq = To,
            Zone = zone,
        };
    }
}
