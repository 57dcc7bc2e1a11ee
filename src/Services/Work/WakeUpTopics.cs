using System.Text;
using ConversationMemory.Data.Work.Queries;

namespace ConversationMemory.Services.Work;

/// <summary>What one can be woken for, and how topics travel between instances.</summary>
public static class WakeUpTopics
{
    /// <summary>A job waits that may be done now, or is to be stopped.</summary>
    public const string Jobs = "jobs";

    /// <summary>Anything may have changed.</summary>
    internal const string Everything = "*";

    private const char Between = '\n';

    /// <summary>A conversation: its messages, its title, who is in it.</summary>
    public static string Conversation(Guid owner, Guid id) => $"conversation:{owner:N}:{id:N}";

    /// <summary>Payloads of at most <see cref="WakeUpChannel.MostBytes"/>: who sends them, and one topic a line.</summary>
    internal static IEnumerable<string> Join(string instance, IEnumerable<string> topics)
    {
        var payload = new StringBuilder(instance);
        foreach (var topic in topics)
        {
            if (payload.Length + 1 + topic.Length > WakeUpChannel.MostBytes)
            {
                yield return payload.ToString();
                payload.Clear().Append(instance);
            }

            payload.Append(Between).Append(topic);
        }

        yield return payload.ToString();
    }

    internal static (string Instance, IEnumerable<string> Topics) Split(string payload)
    {
        var lines = payload.Split(Between);
        return (lines[0], lines.Skip(1));
    }
}
