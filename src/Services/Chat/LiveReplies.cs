using System.Collections.Concurrent;
using ConversationMemory.Services.Messages;

namespace ConversationMemory.Services.Chat;

/// <summary>The replies this instance is writing.</summary>
public sealed class LiveReplies
{
    private readonly ConcurrentDictionary<ReplyKey, LiveReply> replies = new();

    /// <summary>Names this instance in the database while it runs.</summary>
    public Guid InstanceId { get; } = Guid.CreateVersion7();

    public LiveReply? Find(ReplyKey key) => replies.GetValueOrDefault(key);

    public bool TryAdd(LiveReply reply) => replies.TryAdd(reply.Key, reply);

    public void Remove(LiveReply reply) => replies.TryRemove(KeyValuePair.Create(reply.Key, reply));

    public IReadOnlyList<LiveReply> All => [.. replies.Values];
}
