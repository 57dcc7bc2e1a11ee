using System.IO.Pipelines;
using System.Text;

namespace ConversationMemory.Services.Exports;

/// <summary>Text that is made part by part, a message each.</summary>
internal static class ExportParts
{
    /// <summary>UTF-8 without a byte order mark; no more than a part is in memory.</summary>
    public static async Task WriteAsync(IEnumerable<string> parts, PipeWriter output, CancellationToken ct)
    {
        foreach (var part in parts)
        {
            Encoding.UTF8.GetBytes(part, output);
            await output.FlushAsync(ct);
        }
    }

    public static byte[] ToBytes(IEnumerable<string> parts) => Encoding.UTF8.GetBytes(string.Concat(parts));
}
