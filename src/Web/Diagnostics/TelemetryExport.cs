using ConversationMemory.Services.Work;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ConversationMemory.Web.Diagnostics;

/// <summary>
/// Sends spans and metrics to a collector, where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> (or the variable of one signal) names one; else nothing is
/// gathered and nothing leaves. Logs are not sent: they go to the console alone.
/// </summary>
internal static class TelemetryExport
{
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var traces = Signal.Of(configuration, "TRACES");
        var metrics = Signal.Of(configuration, "METRICS");
        if (!traces.IsOn && !metrics.IsOn) return services;
        var telemetry = services.AddOpenTelemetry().ConfigureResource(DescribeApp);
        if (traces.IsOn) telemetry.WithTracing(tracing => Trace(tracing, traces));
        if (metrics.IsOn) telemetry.WithMetrics(metering => Meter(metering, metrics));
        return services;
    }

    // The variables last: what an operator calls this service goes before what we call it.
    private static void DescribeApp(ResourceBuilder resource) => resource
        .AddService(Telemetry.Name, serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version?.ToString(3))
        .AddEnvironmentVariableDetector();

    private static void Trace(TracerProviderBuilder tracing, Signal signal) => tracing
        .AddSource(Telemetry.Name)
        .AddSource("Npgsql")
        .AddAspNetCoreInstrumentation(web => web.Filter = context => !context.Request.Path.StartsWithSegments("/health"))
        .AddHttpClientInstrumentation()
        .AddProcessor(new SpanGuard())
        .AddOtlpExporter(signal.Configure);

    private static void Meter(MeterProviderBuilder metering, Signal signal) => metering
        .AddMeter(Telemetry.Name)
        .AddMeter("Npgsql")
        .AddAspNetCoreInstrumentation()
        .AddRuntimeInstrumentation()
        .AddOtlpExporter(signal.Configure);

    private sealed record Signal(bool IsOn, Uri? Endpoint)
    {
        public static Signal Of(IConfiguration configuration, string name)
        {
            var own = configuration[$"OTEL_EXPORTER_OTLP_{name}_ENDPOINT"] is { Length: > 0 } address ? new Uri(address) : null;
            var isOn = (own is not null || configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 })
                && configuration[$"OTEL_{name}_EXPORTER"] is not "none"
                && !string.Equals(configuration["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase);
            return new Signal(isOn, own);
        }

        // Protocol, headers and time limit are read by the exporter itself, from the variables it has for them.
        public void Configure(OtlpExporterOptions options)
        {
            if (Endpoint is not null) options.Endpoint = Endpoint;
        }
    }
}
