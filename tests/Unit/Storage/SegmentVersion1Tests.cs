using ConversationMemory.Data.Messages;
using ConversationMemory.Data.Summaries;
using ConversationMemory.Services.Messages.Packing;

namespace ConversationMemory.Tests.Unit.Storage;

/// <summary>A segment that version 1 packed, byte for byte as it did: such ones lie in databases and are read for ever.</summary>
public sealed class SegmentVersion1Tests
{
    private static readonly DateTimeOffset At = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_567 * TimeSpan.TicksPerMicrosecond);

    private static readonly SegmentContent Golden = SegmentCodec.Decode(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Storage/segment-1.bin")));

    [Fact]
    public void Messages_of_the_first_version_are_read_as_they_were() => Assert.Equal(
        [
            new() { Seq = 3, Content = "Hello, é 𝒜", Tokens = 5, CreatedAt = At, Pinned = true },
            new()
            {
                Seq = 4, Role = MessageRole.Assistant, Content = "An answer", Tokens = 26, ReplyTo = 3, Model = "gpt-4o-mini", CreatedAt = At.AddSeconds(2),
                ToolCallsJson = """[{"id":"c1","name":"calculator","input":"{}","status":"ok","output":"4"}]""",
                Context = "\"2|8000|60|3|5|20c||3:5|||o200k_base|1\"",
            },
            new() { Seq = 6, Content = "From Ben", Tokens = 2, CreatedAt = At.AddSeconds(60), AuthorId = new Guid("019a0000-0000-7000-8000-0000000000be") },
            new()
            {
                Seq = 7, Role = MessageRole.Assistant, Status = MessageStatus.Broken, Content = "Half", Tokens = 1, ReplyTo = 6, Error = "The model broke off.",
                CreatedAt = At.AddSeconds(61),
            },
            // Its name lay in the context.
            new() { Seq = 8, Content = "From a file", Tokens = 3, CreatedAt = At.AddSeconds(90), AuthorName = "Grace \"G\" Hopper" },
            new()
            {
                Seq = 9, Role = MessageRole.Assistant, Status = MessageStatus.Stopped, Content = "Sto", Tokens = 1, ReplyTo = 8,
                Context = """{"sent":[],"total":1.50}""", CreatedAt = At.AddSeconds(91),
            },
            new() { Seq = 11, Role = MessageRole.System, Content = "", CreatedAt = At.AddSeconds(92) },
            new() { Seq = 12, Role = MessageRole.Tool, Content = "42", Tokens = 1, CreatedAt = At.AddSeconds(93) },
        ],
        Golden.Messages);

    [Fact]
    public void Summaries_of_the_first_version_are_read_as_they_were() => Assert.Equal(
        [
            new() { Version = 1, Content = "Old", FromSeq = 1, ThroughSeq = 4, CreatedAt = At },
            new()
            {
                Version = 3, FromSeq = 1, ThroughSeq = 9, Content = "She likes \"blue\".\né 𝒜", Tokens = 7, Source = SummarySource.Edited, Model = "gpt-4o",
                CreatedAt = At.AddDays(1),
            },
        ],
        Golden.Summaries);
}
