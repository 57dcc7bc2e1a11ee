using System.Text;
using ConversationMemory.Data.Chat;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Models;

namespace ConversationMemory.Services.Chat;

/// <summary>A reply as it grows in this process. One writer, any number of watchers.</summary>
public sealed class LiveReply(ReplyKey key) : IDisposable
{
    private readonly Lock gate = new();
    private readonly StringBuilder text = new();
    private readonly List<ToolProgress> tools = [];
    private readonly CancellationTokenSource stop = new();
    private TaskCompletionSource changed = NewSignal();
    private bool ended;
    private ModelError? failure;

    public ReplyKey Key { get; } = key;

    /// <summary>Cancelled when the reader wants no more, or the reply's conversation is gone.</summary>
    public CancellationToken Stopping => stop.Token;

    /// <summary>Set when the reader asked to stop, as against a conversation that is gone.</summary>
    public bool StopRequested { get; private set; }

    public void Append(string delta) => Change(() => text.Append(delta));

    public void ToolStarted(string id, string name, string input) => Change(() => tools.Add(new ToolProgress(id, name, input, "running", null)));

    public void ToolFinished(ToolCall call) => Change(() =>
    {
        tools.RemoveAll(tool => tool.Id == call.Id);
        tools.Add(new ToolProgress(call.Id, call.Name, call.Input, call.Status, call.Output));
    });

    /// <param name="how">How the model failed, if it did.</param>
    public void End(ModelError? how) => Change(() => (ended, failure) = (true, how));

    public void RequestStop()
    {
        StopRequested = true;
        Abandon();
    }

    /// <summary>Gives up: nobody will see this reply.</summary>
    public void Abandon()
    {
        lock (gate)
        {
            // What listens runs elsewhere, so that it may come back here.
            if (!ended) _ = stop.CancelAsync();
        }
    }

    /// <summary>The text so far.</summary>
    public string Text
    {
        get
        {
            lock (gate) return text.ToString();
        }
    }

    /// <summary>What there is beyond the first <paramref name="seen"/> chars, and a task that ends with the next change.</summary>
    public (ReplyUpdate Update, Task Next) Read(int seen)
    {
        lock (gate)
        {
            return (new ReplyUpdate(text.ToString(seen, text.Length - seen), [.. tools], ended, failure), changed.Task);
        }
    }

    public void Dispose() => stop.Dispose();

    private void Change(Action change)
    {
        TaskCompletionSource signal;
        lock (gate)
        {
            change();
            signal = changed;
            changed = NewSignal();
        }

        signal.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
