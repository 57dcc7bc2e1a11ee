namespace ConversationMemory.Data.Cluster;

/// <summary>
/// The server's settings, written anew at each start. <c>ALTER SYSTEM</c> overrides them, as it keeps its own file.
/// </summary>
internal static class ClusterConfiguration
{
    private static readonly string[] Roles = [PrivateCluster.Superuser, "cm_owner", "cm_app", "cm_maintenance"];

    public static async Task WriteAsync(ClusterPaths paths, ServerBinaries binaries, CancellationToken ct)
    {
        await File.WriteAllTextAsync(Path.Combine(paths.Server, "postgresql.conf"), Settings(paths) + (binaries.HasCron() ? Cron : ""), ct);
        await File.WriteAllTextAsync(Path.Combine(paths.Server, "pg_hba.conf"), "local all all peer map=cm\n", ct);
        await File.WriteAllLinesAsync(Path.Combine(paths.Server, "pg_ident.conf"),
            Roles.Select(role => $"cm \"{Environment.UserName}\" {role}"), ct);
    }

    // Only what is preloaded can be set up later, without a restart: deploy/pg_cron.sh. Its jobs run as background workers, as
    // there is no network to connect by; what they did is in cleanup_runs.
    private const string Cron =
        $"""
        shared_preload_libraries = 'pg_cron'
        cron.database_name = '{PrivateCluster.Database}'
        cron.use_background_workers = on
        cron.max_running_jobs = 2
        cron.log_statement = off
        cron.log_run = off

        """;

    // The log leaves out errors of single statements, because their text quotes values and so what people wrote; the
    // app gets and handles them. It keeps a week, a file a day.
    private static string Settings(ClusterPaths paths) =>
        $"""
        # Written by the app at each start. To change a setting for good, use ALTER SYSTEM.
        cluster_name = 'conversationmemory'
        listen_addresses = ''
        unix_socket_directories = '{(paths.SocketsAreInside ? "socket" : paths.Sockets)}'
        max_connections = 100
        shared_buffers = 128MB
        wal_compression = on
        max_logical_replication_workers = 0
        jit = off
        timezone = 'UTC'
        log_timezone = 'UTC'

        logging_collector = on
        log_directory = 'log'
        log_filename = 'postgres-%a.log'
        log_truncate_on_rotation = on
        log_rotation_age = 1d
        log_rotation_size = 0
        log_checkpoints = off
        log_statement = none
        log_min_messages = log
        log_min_error_statement = panic
        log_error_verbosity = terse
        log_parameter_max_length = 0
        log_parameter_max_length_on_error = 0

        """;
}
