namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>Waits for something to become true.</summary>
public static class Until
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        var deadline = DateTime.UtcNow + Patience;
        while (!await condition())
        {
            Assert.True(DateTime.UtcNow < deadline, $"Not true within {Patience.TotalSeconds} seconds.");
            await Task.Delay(50);
        }
    }
}
