using System.Diagnostics.CodeAnalysis;
using Orleans.GrainDirectory;
using Orleans.Metadata;
using Orleans.Runtime.GrainDirectory;

namespace TradingOps.FaultySilo;

/// <summary>Every silo has activations of its own of all grains of some types, and of nothing else.</summary>
internal sealed class ScatteredGrains(params string[] types) : IGrainDirectoryResolver
{
    private readonly GrainType[] _types = [.. types.Select(GrainType.Create)];
    private readonly OwnDirectory _directory = new();

    public bool TryResolveGrainDirectory(
        GrainType grainType, GrainProperties? properties, [NotNullWhen(true)] out IGrainDirectory? grainDirectory)
    {
        grainDirectory = _types.Contains(grainType) ? _directory : null;
        return grainDirectory is not null;
    }
}
