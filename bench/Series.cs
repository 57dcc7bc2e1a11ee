using System.Globalization;

namespace ConversationMemory.Bench;

/// <summary>Figures of one thing, measured several times.</summary>
internal sealed class Series
{
    private readonly List<double> values = [];

    public IReadOnlyList<double> Values => values;

    public double Median => At(0.5);

    public void Add(double value) => values.Add(value);

    /// <summary>The value below which this part of all lies.</summary>
    public double At(double part)
    {
        var sorted = values.Order().ToArray();
        var place = part * (sorted.Length - 1);
        var (low, high) = (sorted[(int)Math.Floor(place)], sorted[(int)Math.Ceiling(place)]);
        return low + ((high - low) * (place - Math.Floor(place)));
    }

    /// <summary>Median, then the tenth and ninetieth percentile in brackets.</summary>
    public string ToText(string format) => string.Create(CultureInfo.InvariantCulture,
        $"{Median.ToString(format, CultureInfo.InvariantCulture)} [{At(0.1).ToString(format, CultureInfo.InvariantCulture)}–{At(0.9).ToString(format, CultureInfo.InvariantCulture)}]");

    public override string ToString() => ToText("0.00");
}
