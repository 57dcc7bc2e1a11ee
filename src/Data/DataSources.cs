using System.Diagnostics;
using Npgsql;

namespace ConversationMemory.Data;

internal static class DataSources
{
    /// <param name="connection">The connection string.</param>
    /// <param name="name">Goes into spans and metrics; without one they would have the connection string there.</param>
    public static NpgsqlDataSource Create(string connection, string name) =>
        new NpgsqlDataSourceBuilder(connection) { Name = name }.ConfigureTracing(spans => spans
            // Workers that look whether there is something to do would be most of what a collector gets.
            .ConfigureCommandFilter(_ => Activity.Current is not null)
            .ConfigureBatchFilter(_ => Activity.Current is not null)
            .EnablePhysicalOpenTracing(false)
            .EnableFirstResponseEvent(false)).Build();
}
