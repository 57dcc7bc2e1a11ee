using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Exports;
using ConversationMemory.Services.Messages.Packing;
using ConversationMemory.Tests.Unit.Exports;

namespace ConversationMemory.Tests.Unit.Messages;

/// <summary>No station forgets a column that somebody adds. tests/E2E has the same with the database in between.</summary>
public sealed class EveryColumnTests
{
    [Fact]
    public void Columns_that_are_written_and_packed_are_those_of_the_model() =>
        Assert.Equal(RandomMessage.Columns.Keys.Order(), MessageColumns.All.Select(column => column.Name).Order());

    [Fact]
    public void Any_message_comes_out_of_a_segment_as_it_went_in() => RandomMessage.Hold(messages => Assert.Equal(
        messages.Select(RandomMessage.Values), SegmentCodec.Decode(SegmentCodec.Encode(new SegmentContent(messages, []), quality: 1)).Messages.Select(RandomMessage.Values)));

    [Fact]
    public void Any_message_comes_out_of_a_file_as_it_went_in() => RandomMessage.Hold(messages =>
    {
        // A file names nobody's account.
        messages = [.. messages.Select(message => message with { AuthorId = null })];
        var again = JsonExport.Read(JsonExport.Write(Exported.Of() with { Messages = messages })).Messages;
        Assert.Equal(messages.Select(RandomMessage.Values), again.Select(RandomMessage.Values));
    });
}
