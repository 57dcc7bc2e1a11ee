using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Data.Work;

internal static class WorkModel
{
    public static void Configure(ModelBuilder model) => model.Entity<Job>(job =>
    {
        job.ToTable("jobs", table => table.HasCheckConstraint("jobs_state", "state IN ('waiting', 'running', 'cancelled', 'dead')"));
        job.HasKey(j => new { j.OwnerId, j.Id });
        job.HasIndex(j => new { j.OwnerId, j.Kind, j.Subject }).IsUnique();
        job.HasIndex(j => new { j.OwnerId, j.Kind, j.NotBefore }, "jobs_waiting").HasFilter("state = 'waiting'").HasDatabaseName("jobs_waiting");
        job.HasIndex(j => j.HeartbeatAt).HasFilter("state IN ('running', 'cancelled')");
        job.Property(j => j.Id).HasDefaultValueSql("gen_random_uuid()");
        job.Property(j => j.State).HasDefaultValue(JobState.Waiting).HasSentinel(JobState.Waiting);
        job.Property(j => j.Payload).HasColumnType("jsonb");
        job.Property(j => j.NotBefore).HasDefaultValueSql("now()");
        job.Property(j => j.Attempts).HasDefaultValue(0);
        job.Property(j => j.Done).HasDefaultValue(0);
        job.Property(j => j.CreatedAt).HasDefaultValueSql("now()");
    });
}
