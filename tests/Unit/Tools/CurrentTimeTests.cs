using ConversationMemory.Services.Models.Tools;
using Microsoft.Extensions.AI;

namespace ConversationMemory.Tests.Unit.Tools;

public class CurrentTimeTests
{
    private static readonly ToolUse Use = new(Guid.Empty, Guid.Empty, 1);

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 7, 1, 22, 30, 0, TimeSpan.Zero);
    }

    [Theory]
    [InlineData(null, null, "Wednesday, 1 July 2026, 22:30:00 (UTC, UTC+00:00)")]
    [InlineData("Europe/Berlin", null, "Thursday, 2 July 2026, 00:30:00 (Europe/Berlin, UTC+02:00)")]
    [InlineData("Europe/Berlin", "America/New_York", "Wednesday, 1 July 2026, 18:30:00 (America/New_York, UTC-04:00)")]
    [InlineData("Nowhere/Land", "", "Wednesday, 1 July 2026, 22:30:00 (UTC, UTC+00:00)")]
    public async Task Tells_the_time_where_it_is_asked(string? reader, string? asked, string expected)
    {
        var arguments = new AIFunctionArguments();
        if (asked is not null)
            arguments["time_zone"] = asked;
        Assert.Equal(expected, await new CurrentTime(new StoppedClock()).For(Use with { TimeZone = reader }).InvokeAsync(arguments));
    }

    [Fact]
    public async Task An_unknown_zone_is_said_to_be_unknown() => await Assert.ThrowsAsync<ToolException>(
        async () => await new CurrentTime(new StoppedClock()).For(Use).InvokeAsync(new AIFunctionArguments { ["time_zone"] = "Mars/Base" }));
}
