namespace ConversationMemory.Services.Exports.Many;

/// <summary>An entry of a ZIP that is being written.</summary>
/// <param name="Name">With <c>/</c> between folders.</param>
/// <param name="Offset">Where its header begins, in bytes from the start of the file.</param>
/// <param name="Sha256">Of the content as it is unpacked.</param>
/// <param name="Note">What the writer wants to know about it when it goes on with the file; at most 64,000 bytes, often none.</param>
public sealed record ZipEntryRecord(string Name, uint Crc, long Compressed, long Size, long Offset, byte[] Sha256, byte[] Note);
