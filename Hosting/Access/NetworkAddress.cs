using System.Net;
using Microsoft.AspNetCore.Http;

namespace TradingOps.Hosting.Access;

/// <summary>Where a request comes from.</summary>
internal static class NetworkAddress
{
    private const int BytesOfNetwork = 8;

    /// <summary>The address; an IPv4 address as such, also where IPv6 carries it.</summary>
    public static IPAddress? Of(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        return address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
    }

    /// <summary>The part of it that one owner has: of IPv6 the first 64 bits, since a host has all that follow.</summary>
    public static string OwnerOf(HttpContext context) => Of(context) is not { } address ? ""
        : address.GetAddressBytes() is { Length: > BytesOfNetwork } bytes ? Convert.ToHexString(bytes, 0, BytesOfNetwork)
        : address.ToString();
}
