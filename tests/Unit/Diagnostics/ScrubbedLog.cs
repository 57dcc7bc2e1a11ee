using ConversationMemory.Web.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace ConversationMemory.Tests.Unit.Diagnostics;

/// <summary>What the app's log would hold: each call goes through the formatter that the app registers.</summary>
internal sealed class ScrubbedLog : ILoggerProvider
{
    private readonly ConsoleFormatter formatter = new ServiceCollection().AddLogging(logs => logs.AddScrubbedConsole())
        .BuildServiceProvider().GetServices<ConsoleFormatter>().Single(f => f.Name == ScrubbedConsole.FormatterName);

    private readonly StringWriter output = new();

    public string Text => output.ToString();

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(ScrubbedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (log.output) log.formatter.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter), null, log.output);
        }
    }
}
