namespace ConversationMemory.Data.Cluster;

/// <summary>The app's own PostgreSQL could not be started. The message is for people: what happened and the way out.</summary>
public sealed class ClusterException(string message, Exception? inner = null) : Exception(message, inner);
