
namespace ConversationMemory.Services.Models.Tools;

/// <summary>The calculator's functions by name.</summary>
internal static class Functions
{
    private static readonly Dictionary<string, (int Least, int Most, Func<IReadOnlyList<Number>, Number> Apply)> All = new()
    {
        ["sqrt"] = (1, 1, x => x[0].SquareRoot()),
        ["abs"] = (1, 1, x => x[0].Map(Math.Abs, Math.Abs)),
        ["floor"] = (1, 1, x => x[0].Map(Math.Floor, Math.Floor)),
        ["ceil"] = (1, 1, x => x[0].Map(Math.Ceiling, Math.Ceiling)),
        ["round"] = (1, 2, Round),
        ["min"] = (1, 50, x => x.MinBy(number => number.Float)),
        ["max"] = (1, 50, x => x.MaxBy(number => number.Float)),
        ["sin"] = (1, 1, x => new Number(Math.Sin(x[0].Float))),
        ["cos"] = (1, 1, x => new Number(Math.Cos(x[0].Float))),
        ["tan"] = (1, 1, x => new Number(Math.Tan(x[0].Float))),
        ["ln"] = (1, 1, x => new Number(Math.Log(Positive(x[0])))),
        ["log"] = (1, 2, Log),
        ["exp"] = (1, 1, x => new Number(Math.Exp(x[0].Float))),
    };

    public static bool Known(string name) => All.ContainsKey(name);

    /// <exception cref="ToolException">The number of arguments is wrong, or the function has no value there.</exception>
    public static Number Call(string name, IReadOnlyList<Number> arguments)
    {
        var function = All[name];
        if (arguments.Count < function.Least || arguments.Count > function.Most)
            throw new ToolException($"“{name}” takes {(function.Most == 1 ? "one number" : $"{function.Least} to {function.Most} numbers")}.");
        return function.Apply(arguments);
    }

    private static Number Round(IReadOnlyList<Number> x)
    {
        var digits = x.Count == 1 ? 0 : x[1].Whole is { } whole and >= 0 and <= 15 ? whole
            : throw new ToolException("“round” takes 0 to 15 digits.");
        return x[0].Map(
            value => Math.Round(value, digits, MidpointRounding.AwayFromZero),
            value => Math.Round(value, digits, MidpointRounding.AwayFromZero));
    }

    private static Number Log(IReadOnlyList<Number> x)
    {
        var value = Positive(x[0]);
        if (x.Count == 1)
            return new Number(Math.Log10(value));
        var logBase = Positive(x[1]);
        return logBase == 1 ? throw new ToolException("A logarithm to base 1 has no value.") : new Number(Math.Log(value, logBase));
    }

    private static double Positive(Number value) =>
        value.Float > 0 ? value.Float : throw new ToolException("A logarithm needs a number above 0.");
}
