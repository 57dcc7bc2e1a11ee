using System.Reflection;
using ConversationMemory.Data;
using ConversationMemory.Data.RowSecurity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace ConversationMemory.Migrations;

/// <summary>Makes a database ready at start: roles, schema, extension, migrations, and the repeatable files of migrations/sql. Several instances may do so at once.</summary>
public static class DatabaseSetup
{
    // Any number will do, as long as every instance uses the same one.
    private const long Lock = 0x636d5f7365747570;

    /// <exception cref="DatabaseSetupException">The server cannot be reached, or a right is missing.</exception>
    public static async Task PrepareAsync(DatabaseConnections connections, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(connections);
        await using var connection = await OpenAsync(connections.Setup, ct);
        await RunAsync(connection, $"SELECT pg_advisory_lock({Lock})", ct);
        try
        {
            await EnsureRolesAsync(connection, connections, ct);
            await MigrateAsync(connections.Setup, ct);
        }
        finally
        {
            await RunAsync(connection, $"SELECT pg_advisory_unlock({Lock})", CancellationToken.None);
        }
    }

    /// <summary>A context that works as the owner role, for migrations only.</summary>
    public static AppDbContext OwnerContext(string setupConnectionString)
    {
        // Unpooled, because it stays in the owner's role; SET ROLE rather than a login of its own, which needs no password.
        var source = new NpgsqlDataSourceBuilder(Unpooled(setupConnectionString))
            .UsePhysicalConnectionInitializer(
                connection => RunAsync(connection, $"SET ROLE {Schema.OwnerRole}", CancellationToken.None).GetAwaiter().GetResult(),
                connection => RunAsync(connection, $"SET ROLE {Schema.OwnerRole}", CancellationToken.None))
            .Build();
        var options = new DbContextOptionsBuilder<AppDbContext>()
            .UseNpgsql(source, npgsql => npgsql
                .MigrationsAssembly(Assembly.GetExecutingAssembly())
                .MigrationsHistoryTable(Schema.MigrationsTable, Schema.Name))
            // All of them and the repeatable files are one transaction.
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.MigrationsUserTransactionWarning))
            .Options;
        return new AppDbContext(options, new CurrentUser());
    }

    /// <summary>
    /// Takes back the migration that was applied last, for going back to the version of the app before it. Functions, triggers, policies and
    /// rights go as well: that version puts its own there when it starts.
    /// </summary>
    /// <returns>The one that is the last now.</returns>
    /// <exception cref="PostgresException">Something would be lost by it; nothing was changed.</exception>
    /// <exception cref="DatabaseSetupException">It is the first one, without which nothing is left; nothing was changed.</exception>
    public static async Task<string> TakeBackLastAsync(string setupConnectionString, CancellationToken ct)
    {
        await using var db = OwnerContext(setupConnectionString);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var before = (await db.Database.GetAppliedMigrationsAsync(ct)).SkipLast(1).LastOrDefault()
            ?? throw new DatabaseSetupException("There is one migration, which made all the tables: it is not taken back. Drop the database instead.");
        await RepeatableFiles.RemoveAsync(db, ct);
        await db.GetService<IMigrator>().MigrateAsync(before, ct);
        await transaction.CommitAsync(ct);
        return before;
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString, CancellationToken ct)
    {
        var connection = new NpgsqlConnection(Unpooled(connectionString));
        try
        {
            await connection.OpenAsync(ct);
            return connection;
        }
        catch (NpgsqlException unreachable)
        {
            await connection.DisposeAsync();
            throw new DatabaseSetupException(
                $"The database at {connection.Host} cannot be opened: {unreachable.Message} Check ConnectionStrings__Database, " +
                "or unset it to let the app run a PostgreSQL of its own.", unreachable);
        }
    }

    private static async Task EnsureRolesAsync(NpgsqlConnection connection, DatabaseConnections connections, CancellationToken ct)
    {
        var setup = new NpgsqlConnectionStringBuilder(connections.Setup);
        await using var passwords = new NpgsqlCommand(
            "SELECT set_config('setup.app_password', @app, false), set_config('setup.maintenance_password', @maintenance, false)", connection);
        passwords.Parameters.AddWithValue("app", DatabaseConnections.PasswordOf(setup, Schema.AppRole) ?? "");
        passwords.Parameters.AddWithValue("maintenance", DatabaseConnections.PasswordOf(setup, Schema.MaintenanceRole) ?? "");
        await passwords.ExecuteNonQueryAsync(ct);
        try
        {
            await RunAsync(connection, SqlFile.Read("setup/roles"), ct);
            if (setup.Password is { Length: > 0 } && !await CanLogInAsync(connections.App, ct))
                await RunAsync(connection, SqlFile.Read("setup/set_password"), ct);
        }
        catch (PostgresException refused) when (refused.SqlState is PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new DatabaseSetupException(
                $"The login '{connection.UserName}' may not prepare the database: {refused.MessageText}. It needs CREATEROLE and " +
                "CREATE on the database, and the extension 'vector' must be creatable by it. Either grant these, or run " +
                "migrations/sql/setup/roles.sql once as a superuser and grant the role cm_owner to this login.", refused);
        }
        catch (PostgresException missing) when (missing.SqlState is PostgresErrorCodes.UndefinedFile or PostgresErrorCodes.FeatureNotSupported)
        {
            throw new DatabaseSetupException(
                "The PostgreSQL extension 'vector' (pgvector) is not installed on the server. Install it (Debian and Ubuntu: " +
                "postgresql-<version>-pgvector) or enable it at your provider, then start again.", missing);
        }
    }

    private static async Task<bool> CanLogInAsync(string connectionString, CancellationToken ct)
    {
        try
        {
            await using var connection = new NpgsqlConnection(Unpooled(connectionString));
            await connection.OpenAsync(ct);
            return true;
        }
        catch (PostgresException refused) when (refused.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification)
        {
            return false;
        }
    }

    private static async Task MigrateAsync(string connectionString, CancellationToken ct)
    {
        await using var db = OwnerContext(connectionString);
        // One transaction over all: a database is as the last start left it, or as this build wants it.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // EF finds out by an error that there is no history, which would end the transaction.
        await db.GetService<IHistoryRepository>().CreateIfNotExistsAsync(ct);
        await MigrationHistory.ContinueAsync(db, ct);
        // A migration may change what policies and functions name, which PostgreSQL refuses while they do.
        if ((await db.Database.GetPendingMigrationsAsync(ct)).Any()) await RepeatableFiles.RemoveAsync(db, ct);
        await db.Database.MigrateAsync(ct);
        await RepeatableFiles.ApplyAsync(db, ct);
        await transaction.CommitAsync(ct);
    }

    private static string Unpooled(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, MaxAutoPrepare = 0 }.ConnectionString;

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
