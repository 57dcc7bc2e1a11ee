using ConversationMemory.Data.Accounts;
using ConversationMemory.Data.Agents;
using ConversationMemory.Data.Chat;
using ConversationMemory.Data.Conversations;
using ConversationMemory.Data.Retention;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Data.Summaries;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Data;

/// <summary>
/// Everything, under row security as <see cref="CurrentUser"/>. Each unit of work is a transaction; a command outside
/// of one is refused.
/// </summary>
public sealed class AppDbContext : AccountsDbContext
{
    public AppDbContext(DbContextOptions<AppDbContext> options, CurrentUser currentUser)
        : base(options)
    {
        CurrentUser = currentUser;
        Database.AutoTransactionBehavior = AutoTransactionBehavior.Always;
    }

    public CurrentUser CurrentUser { get; }

    public DbSet<Agent> Agents => Set<Agent>();
    public DbSet<Conversation> Conversations => Set<Conversation>();

    /// <summary>The messages in the window. <c>IgnoreQueryFilters</c> also shows those that wait to be summarised.</summary>
    public DbSet<Message> Messages => Set<Message>();

    public DbSet<Reply> Replies => Set<Reply>();
    public DbSet<Send> Sends => Set<Send>();
    public DbSet<Summary> Summaries => Set<Summary>();
    public DbSet<SummaryJob> SummaryJobs => Set<SummaryJob>();
    public DbSet<RetentionPolicy> RetentionPolicies => Set<RetentionPolicy>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<MessageRole>().HaveConversion<LowercaseEnum<MessageRole>>();
        configurationBuilder.Properties<MessageStatus>().HaveConversion<LowercaseEnum<MessageStatus>>();
        configurationBuilder.Properties<SummarySource>().HaveConversion<LowercaseEnum<SummarySource>>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        AgentsModel.Configure(builder);
        ConversationsModel.Configure(builder);
        ChatModel.Configure(builder);
        SummariesModel.Configure(builder);
        RetentionModel.Configure(builder);
        SnakeCase.NameColumns(builder);
    }
}
