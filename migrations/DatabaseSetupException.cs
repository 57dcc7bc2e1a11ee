namespace ConversationMemory.Migrations;

/// <summary>The database cannot be prepared; the message says why and what to do, for the person who starts the app.</summary>
public sealed class DatabaseSetupException : Exception
{
    public DatabaseSetupException()
    {
    }

    public DatabaseSetupException(string message)
        : base(message)
    {
    }

    public DatabaseSetupException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
