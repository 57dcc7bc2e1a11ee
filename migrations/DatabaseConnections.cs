using System.Security.Cryptography;
using System.Text;
using ConversationMemory.Data;
using Npgsql;

namespace ConversationMemory.Migrations;

/// <summary>
/// The three ways into one database. Only <see cref="Setup"/> may create roles and tables; it is used at start and by
/// the migration tool, then forgotten.
/// </summary>
public sealed record DatabaseConnections(string Setup, string App, string Maintenance)
{
    private const string PoolSize = "Maximum Pool Size";

    /// <summary>
    /// Derives the roles' logins from one connection string. Their passwords follow from its password, so that every
    /// instance that knows the one knows the others, and none is stored.
    /// </summary>
    /// <exception cref="DatabaseSetupException">The string is malformed or would leak identities between users.</exception>
    public static DatabaseConnections From(string connectionString)
    {
        NpgsqlConnectionStringBuilder setup;
        try
        {
            setup = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (ArgumentException malformed)
        {
            throw new DatabaseSetupException("ConnectionStrings__Database is not a connection string Npgsql understands. " +
                "Expected something like Host=localhost;Database=conversationmemory;Username=postgres;Password=…", malformed);
        }

        if (setup.NoResetOnClose)
        {
            throw new DatabaseSetupException("Remove 'No Reset On Close' from the connection string: with it, settings of one " +
                "person's transaction could reach the next person on a pooled connection.");
        }

        return new DatabaseConnections(
            setup.ConnectionString,
            ForRole(setup, Schema.AppRole, 50),
            ForRole(setup, Schema.MaintenanceRole, 15));
    }

    /// <summary>The password of a role's login, or null where the server lets the socket's peer in without one.</summary>
    internal static string? PasswordOf(NpgsqlConnectionStringBuilder setup, string role) =>
        string.IsNullOrEmpty(setup.Password)
            ? null
            : Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(setup.Password), Encoding.UTF8.GetBytes(role)));

    private static string ForRole(NpgsqlConnectionStringBuilder setup, string role, int poolSize)
    {
        // Some poolers route by a suffix of the login's name (login.project); it belongs to every login.
        var suffix = setup.Username is { } name && name.IndexOf('.', StringComparison.Ordinal) is var dot and >= 0 ? name[dot..] : "";
        return new NpgsqlConnectionStringBuilder(setup.ConnectionString)
        {
            Username = role + suffix,
            Password = PasswordOf(setup, role),
            MaxPoolSize = setup.ShouldSerialize(PoolSize) ? Math.Min(setup.MaxPoolSize, poolSize) : poolSize,
            MaxAutoPrepare = 64,
            // A search reads megabytes; 8 kB at a time would make each row a system call.
            ReadBufferSize = 65536,
            AutoPrepareMinUsages = 2,
            IncludeErrorDetail = false,
            ApplicationName = role,
        }.ConnectionString;
    }
}
