using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>Everything that an instance writes to its log, values and exceptions too.</summary>
public sealed class HeardLogs : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> lines = new();

    public string Text => string.Join('\n', lines);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        lines.Enqueue($"{state}");
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        lines.Enqueue($"{formatter(state, exception)} {(state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values) : "")} {exception}");

    public void Dispose()
    {
    }
}
