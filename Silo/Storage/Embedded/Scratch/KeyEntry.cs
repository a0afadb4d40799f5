using System.Runtime.InteropServices;

namespace TradingOps.Silo.Storage.Embedded.Scratch;

/// <summary>The place of what a key stands for.</summary>
/// <param name="Hash">Of the key; another may have the same.</param>
/// <param name="Place">A place.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct KeyEntry(ulong Hash, int Place);
