using System.Globalization;
using ConversationMemory.Bench.Storage;
using ConversationMemory.Services.Messages.Packing;
using ConversationMemory.Services.Messages.Packing.Terms;

namespace ConversationMemory.Bench.Search;

/// <summary>What the search keeps of a packed conversation of 30 messages.</summary>
internal static class FilterSize
{
    public static void Print()
    {
        var texts = RealText.Read("chat/messages.jsonl.gz") ?? RealText.Made();
        var filters = Enumerable.Range(0, 300)
            .Select(n => StoredChat.Make(texts, n, Guid.Empty))
            .Select(chat => SegmentTerms.Of(new SegmentContent(chat.Messages, [chat.SummaryRow])))
            .ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Search: filters of {filters.Average(f => f.Length):0} bytes a conversation, {filters.Average(f => TermFilter.Decode(f)!.Count):0} keys."));
    }
}
