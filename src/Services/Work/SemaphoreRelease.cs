namespace ConversationMemory.Services.Work;

internal static class SemaphoreRelease
{
    /// <summary>Releases a semaphore that holds one at most, where it may be released already or be gone.</summary>
    public static void ReleaseOnce(this SemaphoreSlim semaphore)
    {
        try
        {
            if (semaphore.CurrentCount == 0) semaphore.Release();
        }
        catch (Exception late) when (late is SemaphoreFullException or ObjectDisposedException)
        {
            // Somebody else was quicker.
        }
    }
}
