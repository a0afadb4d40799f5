using System.Diagnostics.CodeAnalysis;
using Orleans.GrainDirectory;
using Orleans.Metadata;
using Orleans.Runtime.GrainDirectory;

namespace TradingOps.FaultySilo;

/// <summary>Every silo has activations of its own of all accounts, and of nothing else.</summary>
internal sealed class ScatteredAccounts : IGrainDirectoryResolver
{
    private static readonly GrainType Account = GrainType.Create("account");

    private readonly OwnDirectory _directory = new();

    public bool TryResolveGrainDirectory(
        GrainType grainType, GrainProperties? properties, [NotNullWhen(true)] out IGrainDirectory? grainDirectory)
    {
        grainDirectory = grainType == Account ? _directory : null;
        return grainDirectory is not null;
    }
}
