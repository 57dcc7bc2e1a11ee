namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>Waits for something to become true.</summary>
public static class Until
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <param name="condition">Asked again and again.</param>
    /// <param name="patience">For what takes long on a busy machine; otherwise half a minute.</param>
    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan? patience = null)
    {
        var (most, deadline) = (patience ?? Patience, DateTime.UtcNow + (patience ?? Patience));
        while (!await condition())
        {
            Assert.True(DateTime.UtcNow < deadline, $"Not true within {most.TotalSeconds} seconds.");
            await Task.Delay(50);
        }
    }
}
