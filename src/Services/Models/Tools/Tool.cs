using Microsoft.Extensions.AI;

namespace ConversationMemory.Services.Models.Tools;

/// <summary>
/// Something that agents may call: all that the app knows of it is said here, once. A new one is a class and a line of registration
/// (<see cref="ToolServices.AddTool{T}"/>); forms, filters, the offline assistant and links read the <see cref="ToolRegistry"/>.
/// </summary>
public abstract class Tool
{
    /// <summary>What models call it and agents list it by, such as <c>current_time</c>. It is stored: it never changes.</summary>
    public abstract string Name { get; }

    /// <summary>What people read.</summary>
    public virtual string Title => Name.Replace('_', ' ');

    /// <summary>What admins read where they choose tools; it goes on after the name.</summary>
    public abstract string Does { get; }

    /// <summary>How long one call may take; a tool that does not listen to its token is left behind then.</summary>
    public virtual TimeSpan Timeout => TimeSpan.FromSeconds(10);

    /// <summary>Chars of a result that the model sees.</summary>
    public virtual int MaxResultLength => 8000;

    /// <summary>Whether the agent that comes with the app has it.</summary>
    public virtual bool IsForDefaultAgent => true;

    /// <summary>Its results are for the conversation's owner alone: it is not offered where others read along, and links do not show them.</summary>
    public virtual bool IsPrivate => false;

    /// <summary>The offline assistant has it whatever its agent lists, or it had nothing to say.</summary>
    public virtual bool IsAlwaysOffline => false;

    /// <summary>How the offline assistant asks for something to use it on; null: it does not.</summary>
    public virtual string? OfflineInvitation => null;

    /// <summary>What the model gets to see and calls: description, schema and the work, for one reply.</summary>
    public AIFunction For(ToolUse use) => new ToolFunction(this, Create(use));

    /// <summary>The arguments with which it serves a message without a language model to say so; null: it does not serve it.</summary>
    public virtual Dictionary<string, object?>? OfflineArguments(string question) => null;

    /// <summary>Its result as the offline assistant says it, in Markdown.</summary>
    /// <param name="result">As the model would see it.</param>
    /// <param name="arguments">What it was called with.</param>
    /// <param name="question">The person's message.</param>
    public virtual string OfflineAnswer(string result, IDictionary<string, object?> arguments, string question) => result;

    /// <summary>A stored input as people read it.</summary>
    /// <param name="json">An object.</param>
    public virtual string ShowInput(string json) => json;

    /// <summary>A stored result as people read it.</summary>
    public virtual string ShowResult(string result) => result;

    protected abstract AIFunction Create(ToolUse use);

    /// <summary>Makes a function of a method: its schema comes from the parameters and their descriptions.</summary>
    protected AIFunction Function(string description, Delegate method) => AIFunctionFactory.Create(method, new AIFunctionFactoryOptions
    {
        Name = Name,
        Description = description,
        // The text as it is, not as a JSON string.
        MarshalResult = (result, _, _) => ValueTask.FromResult(result),
    });
}
