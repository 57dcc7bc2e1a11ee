namespace ConversationMemory.Services.Models;

/// <summary>The ways a model can fail to answer.</summary>
public enum ModelError
{
    /// <summary>The key is missing, wrong or not allowed to use the model.</summary>
    NotAuthorised,

    /// <summary>The endpoint does not know the model, or there is no chat endpoint at the address.</summary>
    NotFound,

    /// <summary>The endpoint refused the request itself.</summary>
    BadRequest,

    /// <summary>The conversation is longer than the model can take.</summary>
    TooLong,

    /// <summary>Too many requests, or the account's credit is used up.</summary>
    RateLimited,

    /// <summary>No connection could be made.</summary>
    Unreachable,

    /// <summary>The endpoint reports a fault of its own.</summary>
    Unavailable,

    /// <summary>No answer, or no next part of it, in time.</summary>
    Timeout,

    /// <summary>The connection ended, or the endpoint reported an error, in the middle of the answer.</summary>
    BrokenStream,

    /// <summary>The answer ended without saying that it was complete.</summary>
    NoFinishReason,

    /// <summary>What came back is not a chat answer.</summary>
    Nonsense,

    /// <summary>The provider's filter withheld the answer.</summary>
    ContentFiltered,

    /// <summary>An admin has switched the agent's provider off, or its key cannot be read any more.</summary>
    ProviderOff,

    /// <summary>The model went on calling tools and did not answer.</summary>
    ToolLimit,
}
