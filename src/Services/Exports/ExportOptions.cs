using System.Globalization;
using System.Text.Json.Serialization;
using ConversationMemory.Data.Messages;

namespace ConversationMemory.Services.Exports;

/// <summary>What of a conversation goes into a file. A new one is what people read; <see cref="Everything"/> leaves nothing out.</summary>
public sealed record ExportOptions
{
    /// <summary>All there is, which is what JSON holds unless it is asked for less.</summary>
    public static ExportOptions Everything { get; } = new() { Context = true };

    public bool ToolCalls { get; init; } = true;

    public bool Summaries { get; init; } = true;

    /// <summary>What each reply was made from.</summary>
    public bool Context { get; init; }

    /// <summary>The first message; null: from the first one on.</summary>
    public int? FromSeq { get; init; }

    /// <summary>The last message; null: to the newest.</summary>
    public int? ToSeq { get; init; }

    /// <summary>Whose days and hours a file for reading names. Markdown and JSON tell UTC.</summary>
    [JsonIgnore]
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    [JsonIgnore]
    public bool IsEverything => ToolCalls && Summaries && Context && FromSeq is null && ToSeq is null;

    /// <summary>A first message that comes after the last one, or a number that no message has.</summary>
    [JsonIgnore]
    public bool IsImpossible => FromSeq < 1 || ToSeq < 1 || FromSeq > ToSeq;

    /// <summary>What a format holds unless it is asked for something else.</summary>
    public static ExportOptions Default(ExportFormat format) => format == ExportFormat.Json ? Everything : new ExportOptions();

    /// <summary>The conversation without what is not wanted. A part says so in <see cref="ConversationExport.Partial"/>.</summary>
    public ConversationExport Of(ConversationExport whole) => IsEverything ? whole : whole with
    {
        Partial = true,
        Options = this,
        Summaries = Summaries ? whole.Summaries : [],
        Messages = [.. whole.Messages.Where(Holds).Select(Of)],
    };

    /// <summary>In words, such as "messages 3 to 9, without tool calls"; null: nothing a reader would look for is missing.</summary>
    public string? Description()
    {
        string?[] parts = [Range(), ToolCalls ? null : "without tool calls", Summaries ? null : "without summaries"];
        var said = string.Join(", ", parts.Where(part => part is not null));
        return said.Length > 0 ? said : null;
    }

    private string? Range() => (FromSeq, ToSeq) switch
    {
        (null, null) => null,
        ({ } from, null) => string.Create(CultureInfo.InvariantCulture, $"from message {from} on"),
        (null, { } to) => string.Create(CultureInfo.InvariantCulture, $"up to message {to}"),
        ({ } from, { } to) => string.Create(CultureInfo.InvariantCulture, $"messages {from} to {to}"),
    };

    private bool Holds(MessageRecord message) => message.Seq >= (FromSeq ?? int.MinValue) && message.Seq <= (ToSeq ?? int.MaxValue);

    private MessageRecord Of(MessageRecord message) =>
        message with { ToolCalls = ToolCalls ? message.ToolCalls : null, Context = Context ? message.Context : null };
}
