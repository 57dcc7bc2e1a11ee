namespace ConversationMemory.Services.Providers;

/// <summary>How saving a provider went.</summary>
public enum ProviderSave
{
    Saved,

    /// <summary>It says what is there already.</summary>
    Unchanged,

    /// <summary>Somebody saved it in the meantime; nothing was written.</summary>
    Conflict,

    NameTaken,

    /// <summary>The address is another one now: key and headers were entered for the old one, and go nowhere else.</summary>
    SecretsNeeded,

    NoSuchProvider,
}
