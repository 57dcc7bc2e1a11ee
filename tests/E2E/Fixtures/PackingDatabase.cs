using ConversationMemory.Data;
using ConversationMemory.Data.Chat;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Services.Conversations;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Messages.Packing;
using ConversationMemory.Services.Search;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>A database with the app's packing on it, and nothing that packs by itself.</summary>
public sealed class PackingDatabase : IAsyncLifetime
{
    private ServiceProvider services = null!;

    public TestDatabase Database { get; } = new();

    public ConversationOptions Options { get; } = new();

    public PackingWorker Worker => services.GetRequiredService<PackingWorker>();

    public MessageSearch Search => services.GetRequiredService<MessageSearch>();

    public async Task InitializeAsync()
    {
        await Database.InitializeAsync();
        services = new ServiceCollection()
            .AddLogging()
            .AddData(Database.Connections.App, Database.Connections.Maintenance)
            .AddSingleton(TimeProvider.System)
            .AddSingleton(Microsoft.Extensions.Options.Options.Create(Options))
            .AddMessages(new ConfigurationBuilder().Build())
            .AddConversations()
            .AddSearch()
            .BuildServiceProvider();
    }

    public async Task DisposeAsync()
    {
        await services.DisposeAsync();
        await ((IAsyncLifetime)Database).DisposeAsync();
    }

    /// <summary>Does something as a person, as a request or a job does.</summary>
    public async Task<T> AsAsync<T>(Guid person, Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().Id = person;
        return await work(scope.ServiceProvider);
    }

    public Task<bool> PackAsync(Guid owner, Guid conversation, bool whole = true) => AsAsync(owner, provider =>
        provider.GetRequiredService<Packer>().PackAsync(conversation, whole, CancellationToken.None));

    /// <param name="seq">Unpack from here, also beyond the window.</param>
    public Task<bool> UnpackAsync(Guid owner, Guid conversation, int seq = int.MaxValue, bool keep = true) => InTransactionAsync(owner, keep, db =>
        Unpacker.RunAsync(db, conversation, seq, CancellationToken.None));

    public Task<T> InTransactionAsync<T>(Guid person, bool keep, Func<AppDbContext, Task<T>> work) => AsAsync(person, async provider =>
    {
        var db = provider.GetRequiredService<AppDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var result = await work(db);
        if (keep) await transaction.CommitAsync();
        return result;
    });

    /// <summary>All that a reader reaches, page by page, oldest first.</summary>
    public Task<IReadOnlyList<Message>> TranscriptAsync(Guid person, Guid conversation, int page = 7) => AsAsync(person, async provider =>
    {
        var db = provider.GetRequiredService<AppDbContext>();
        var transcript = provider.GetRequiredService<Transcript>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var all = new List<Message>();
        for (int? before = null; ; before = all[0].Seq)
        {
            var read = await transcript.PageAsync(conversation, before, page, CancellationToken.None);
            all.InsertRange(0, read.Messages);
            Assert.True(read.Messages.Count == page || !read.HasMore);
            if (!read.HasMore) return (IReadOnlyList<Message>)all;
        }
    });
}
