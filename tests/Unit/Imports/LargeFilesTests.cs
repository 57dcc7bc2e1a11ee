using System.Text;
using ConversationMemory.Services.Imports;

namespace ConversationMemory.Tests.Unit.Imports;

/// <summary>However large a file is, no more of it is in memory than one conversation.</summary>
public class LargeFilesTests
{
    private const int Conversations = 400;
    private const int Text = 100_000;

    // What a reader may take ahead of the piece that it gives: its own buffers.
    private const int Ahead = 2 * 64 * 1024;

    private static string Claude(int i) => $$"""{"uuid": "{{i}}", "chat_messages": [{"sender": "human", "text": "{{new string('x', Text)}}"}]}""";

    private static string Grok(int i) =>
        $$"""{"conversation": {"conversation_id": "{{i}}"}, "responses": [{"response": {"response_id": "r", "sender": "human", "message": "{{new string('x', Text)}}"} }] }""";

    private static string ChatbotUi(int i) => $$"""{"id": "{{i}}", "model": {"id": "m"}, "prompt": "", "messages": [{"role": "user", "content": "{{new string('x', Text)}}"}]}""";

    public static TheoryData<string, string, string> Files => new()
    {
        { "claude", "[", "]" },
        { "grok", "{\"projects\": [], \"conversations\" : [", "], \"tasks\": [{}]}" },
        { "chatbotui", "{\"version\": 4, \"history\":[", "], \"folders\": []}" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Each_conversation_is_given_before_the_next_is_read(string format, string begin, string end)
    {
        Func<int, string> one = format switch { "claude" => Claude, "grok" => Grok, _ => ChatbotUi };
        await using var file = new WrittenAsRead(Enumerable.Range(0, Conversations).Select(i => (i > 0 ? "," : begin) + one(i)).Append(end));
        var given = 0;
        await foreach (var piece in new ImportFile(new ImportOptions { MaxEntryBytes = 2 * Text }).ReadAsync(file, CancellationToken.None))
        {
            Assert.Equal((format, Text), (piece.Chat?.Format, piece.Chat?.Messages[0].Content.Length));
            Assert.Equal(given.ToString(System.Globalization.CultureInfo.InvariantCulture), piece.Chat!.SourceId);
            given++;
            Assert.InRange(file.Taken, 0, given * (Text + 300L) + Ahead);
        }

        Assert.Equal(Conversations, given);
        Assert.True(file.Taken > Conversations * (long)Text);
    }

    [Theory]
    [InlineData("{\"conversations\": [", "]}", true)]
    [InlineData("{\"a\": {\"conversations\": [1]}, \"conversations\"\n :\t[", "]}", true)]
    [InlineData("{\"other\": [", "]}", false)]
    [InlineData("{\"other\": {\"conversations\": [", "]}}", false)]
    public async Task List_is_known_by_its_name_at_the_top(string begin, string end, bool isKnown)
    {
        var file = begin + Grok(1) + "," + Grok(2) + end;
        if (isKnown) Assert.Equal(["1", "2"], (await Pieces.OfAsync(file)).Select(p => p.Chat?.SourceId));
        else await Assert.ThrowsAsync<ImportException>(() => Pieces.OfAsync(file));
    }

    [Fact]
    public async Task List_is_found_wherever_a_read_ends()
    {
        // The name, the colon and the bracket before, at and after the end of the reader's chunk.
        for (var fill = 64 * 1024 - 30; fill < 64 * 1024 + 5; fill++)
        {
            var pieces = await Pieces.OfAsync($$"""{"note": "{{new string('y', fill)}}", "history" : [{"model": {}, "prompt": "", "messages": [{"role": "user", "content": "Hi"}]}]}""");
            Assert.Equal("Hi", Assert.Single(pieces).Chat?.Messages[0].Content);
        }
    }

    [Fact]
    public async Task Damage_in_a_list_is_reported_and_the_others_are_read()
    {
        var pieces = await Pieces.OfAsync($$"""{"conversations": [{{Grok(1)}}, {"conversation": nonsense}, {{Grok(2)}}, 17], "more": [1, 2]}""");
        Assert.Equal(["1", null, "2", null], pieces.Select(p => p.Chat?.SourceId));
        var cut = await Pieces.OfAsync($$"""{"conversations": [{{Grok(1)}}, {{Grok(2)[..500]}}""");
        Assert.Contains("ends in the middle", cut[1].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_too_large_says_the_limit_and_the_way_out()
    {
        var pieces = await Pieces.OfAsync($$"""{"conversations": [{{Grok(1)}}, {"conversation": {"conversation_id": "s"}, "responses": [{"response": {"sender": "human", "message": "Small"} }]}]}""", new ImportOptions { MaxEntryBytes = 90_000 });
        Assert.Contains("most that one conversation may have", pieces[0].Problem, StringComparison.Ordinal);
        Assert.Contains("split it", pieces[0].Problem, StringComparison.Ordinal);
        Assert.Equal("Small", pieces[1].Chat?.Messages[0].Content);
    }

    /// <summary>A file that comes to be while it is read.</summary>
    private sealed class WrittenAsRead(IEnumerable<string> parts) : Stream
    {
        private readonly IEnumerator<string> parts = parts.GetEnumerator();
        private ReadOnlyMemory<byte> left;

        public long Taken { get; private set; }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (left.IsEmpty && parts.MoveNext()) left = Encoding.UTF8.GetBytes(parts.Current);
            var taken = Math.Min(left.Length, buffer.Length);
            left[..taken].CopyTo(buffer);
            left = left[taken..];
            Taken += taken;
            return ValueTask.FromResult(taken);
        }

        protected override void Dispose(bool disposing)
        {
            parts.Dispose();
            base.Dispose(disposing);
        }

        public override void Flush() => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
