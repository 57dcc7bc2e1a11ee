using ConversationMemory.Data.Accounts;
using ConversationMemory.Data.Agents;
using ConversationMemory.Data.Chat;
using ConversationMemory.Data.Conversations;
using ConversationMemory.Data.Exports;
using ConversationMemory.Data.Files;
using ConversationMemory.Data.Imports;
using ConversationMemory.Data.Operations;
using ConversationMemory.Data.Retention;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Data.Search;
using ConversationMemory.Data.Sharing;
using ConversationMemory.Data.Storage;
using ConversationMemory.Data.Summaries;
using ConversationMemory.Data.Templates;
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

    /// <summary>The live ones. Without the filter <see cref="Conversation.LiveFilter"/> those in the archive and the trash too.</summary>
    public DbSet<Conversation> Conversations => Set<Conversation>();

    /// <summary>The messages a reader sees: in the window, or pinned. <c>IgnoreQueryFilters</c> also shows those that wait to be summarised.</summary>
    public DbSet<Message> Messages => Set<Message>();

    /// <summary>Messages that are packed; see docs/retention.md.</summary>
    public DbSet<Segment> Segments => Set<Segment>();

    public DbSet<Reply> Replies => Set<Reply>();
    public DbSet<Send> Sends => Set<Send>();
    public DbSet<Summary> Summaries => Set<Summary>();
    public DbSet<SummaryJob> SummaryJobs => Set<SummaryJob>();

    /// <summary>The policy that holds for each agent's conversations.</summary>
    public DbSet<ResolvedPolicy> ResolvedPolicies => Set<ResolvedPolicy>();

    /// <summary>What holds for one conversation, which is there and the current user's: one row.</summary>
    public IQueryable<ResolvedPolicy> PolicyOf(Guid owner, Guid conversation) => FromExpression(() => PolicyOf(owner, conversation));

    public DbSet<RetentionPolicy> RetentionPolicies => Set<RetentionPolicy>();
    public DbSet<ConversationPolicy> ConversationPolicies => Set<ConversationPolicy>();
    public DbSet<Receipt> Receipts => Set<Receipt>();
    public DbSet<SavedCopy> SavedCopies => Set<SavedCopy>();
    public DbSet<Usage> Usage => Set<Usage>();
    public DbSet<SystemSettings> SystemSettings => Set<SystemSettings>();

    /// <summary>Who was invited into the current user's conversations, and where they were invited themselves.</summary>
    public DbSet<ConversationMember> ConversationMembers => Set<ConversationMember>();

    public DbSet<ShareLink> ShareLinks => Set<ShareLink>();
    public DbSet<ExportRun> Exports => Set<ExportRun>();
    public DbSet<ImportRun> Imports => Set<ImportRun>();
    public DbSet<ImportEntry> ImportEntries => Set<ImportEntry>();
    public DbSet<ImportedConversation> ImportedConversations => Set<ImportedConversation>();
    public DbSet<StoredFile> StoredFiles => Set<StoredFile>();
    public DbSet<StoredFilePart> StoredFileParts => Set<StoredFilePart>();
    public DbSet<SavedSearch> SavedSearches => Set<SavedSearch>();

    /// <summary>The current user's own, and those of their organisation.</summary>
    public DbSet<ConversationTemplate> Templates => Set<ConversationTemplate>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<MessageRole>().HaveConversion<LowercaseEnum<MessageRole>>();
        configurationBuilder.Properties<MessageStatus>().HaveConversion<LowercaseEnum<MessageStatus>>();
        configurationBuilder.Properties<SummarySource>().HaveConversion<LowercaseEnum<SummarySource>>();
        configurationBuilder.Properties<MemberRole>().HaveConversion<LowercaseEnum<MemberRole>>();
        configurationBuilder.Properties<ShareKind>().HaveConversion<LowercaseEnum<ShareKind>>();
        configurationBuilder.Properties<ExportRunState>().HaveConversion<LowercaseEnum<ExportRunState>>();
        configurationBuilder.Properties<ImportState>().HaveConversion<LowercaseEnum<ImportState>>();
        configurationBuilder.Properties<ImportOutcome>().HaveConversion<LowercaseEnum<ImportOutcome>>();
        AdminDbContext.Conventions.Apply(configurationBuilder);
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        AgentsModel.ConfigureOrganisation(builder);
        ConversationsModel.Configure(builder);
        ChatModel.Configure(builder);
        SummariesModel.Configure(builder);
        RetentionModel.ConfigureConversations(builder);
        StorageModel.ConfigureConversations(builder);
        SharingModel.Configure(builder);
        FilesModel.Configure(builder);
        ExportsModel.Configure(builder);
        ImportsModel.Configure(builder);
        SearchModel.Configure(builder);
        TemplatesModel.Configure(builder);
        AdminDbContext.Configure(builder);
        builder.HasDbFunction(() => PolicyOf(default, default)).HasName("policy_of");
        SnakeCase.NameColumns(builder);
    }
}
