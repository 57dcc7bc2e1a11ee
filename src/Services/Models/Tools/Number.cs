using System.Globalization;

namespace ConversationMemory.Services.Models.Tools;

/// <summary>A number, kept as a decimal as long as that is exact enough, and as a double beyond.</summary>
internal readonly record struct Number
{
    /// <summary>Products and quotients below this have too few digits left in a decimal, which has 28 places.</summary>
    private const decimal Tiny = 1e-12m;

    private readonly decimal? _exact;

    public Number(decimal value) => (_exact, Float) = (value, (double)value);

    /// <exception cref="ToolException">The value is beyond all bounds or no number.</exception>
    public Number(double value)
    {
        if (double.IsNaN(value))
            throw new ToolException("This has no result among the real numbers.");
        if (double.IsInfinity(value))
            throw new ToolException("The result is too large.");
        Float = value;
    }

    public double Float { get; }

    public bool IsZero => Float == 0;

    /// <summary>The value where it is a whole number of moderate size, else null.</summary>
    public int? Whole => Float is >= -1_000_000 and <= 1_000_000 && Math.Truncate(Float) == Float ? (int)Float : null;

    public static Number operator +(Number a, Number b) => Exactly(a, b, (x, y) => x + y) ?? new(a.Float + b.Float);

    public static Number operator -(Number a, Number b) => Exactly(a, b, (x, y) => x - y) ?? new(a.Float - b.Float);

    public static Number operator -(Number a) => new Number(0m) - a;

    public static Number operator *(Number a, Number b) =>
        Exactly(a, b, (x, y) => x * y) is { } result && !(result.IsTiny && !a.IsZero && !b.IsZero) ? result : new(a.Float * b.Float);

    /// <exception cref="ToolException">Division by zero.</exception>
    public static Number operator /(Number a, Number b) =>
        Exactly(a, NotZero(b), (x, y) => x / y) is { } result && !(result.IsTiny && !a.IsZero) ? result : new(a.Float / b.Float);

    /// <inheritdoc cref="op_Division"/>
    public static Number operator %(Number a, Number b) => Exactly(a, NotZero(b), (x, y) => x % y) ?? new(a.Float % b.Float);

    public Number Map(Func<decimal, decimal> exact, Func<double, double> otherwise) =>
        Exactly(this, this, (x, _) => exact(x)) ?? new(otherwise(Float));

    public Number Power(Number exponent)
    {
        if (IsZero && exponent.Float < 0)
            throw new ToolException("Division by zero.");
        if (exponent.Whole is not (>= 0 and <= 1000 and var times))
            return new Number(Math.Pow(Float, exponent.Float));
        var product = new Number(1m);
        for (var i = 0; i < times && product._exact is not null; i++)
            product *= this;
        return product._exact is null ? new Number(Math.Pow(Float, times)) : product;
    }

    public Number SquareRoot()
    {
        var root = Math.Sqrt(Float);
        return _exact is { } square && root < 1e14 && (decimal)root is var exact && exact * exact == square ? new(exact) : new(root);
    }

    public override string ToString()
    {
        // All 28 places would show 1/3*3 as 0.999…; fifteen are plenty.
        if (_exact is { } exact && Math.Round(exact, 15) is var rounded && (rounded != 0 || exact == 0))
            return rounded.ToString("0.###############", CultureInfo.InvariantCulture);
        return Float.ToString("G15", CultureInfo.InvariantCulture);
    }

    private bool IsTiny => Math.Abs(_exact ?? 1) < Tiny;

    private static Number? Exactly(Number a, Number b, Func<decimal, decimal, decimal> operation)
    {
        if (a._exact is not { } x || b._exact is not { } y)
            return null;
        try
        {
            return new Number(operation(x, y));
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static Number NotZero(Number divisor) => divisor.IsZero ? throw new ToolException("Division by zero.") : divisor;
}
