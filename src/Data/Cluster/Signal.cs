using System.Runtime.InteropServices;

namespace ConversationMemory.Data.Cluster;

/// <summary>Unix signals; .NET itself can only kill.</summary>
internal static class Signal
{
    /// <summary>To PostgreSQL: a fast shutdown, which ends sessions and leaves a clean cluster.</summary>
    public const int Interrupt = 2;

    /// <summary>To PostgreSQL: stop at once; the next start recovers from the log.</summary>
    public const int Quit = 3;

    public static void Send(int process, int signal) => _ = Kill(process, signal);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
