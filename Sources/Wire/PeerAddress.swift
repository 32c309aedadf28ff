import CCurl
import Glibc

/// The address a connection is made to.
enum PeerAddress {
    /// Whether it is of the open network: none of this machine, of its network, or of whoever runs it. 4 or 16 bytes, in the network's order.
    static func isOutside(_ address: [UInt8]) -> Bool {
        switch address.count {
        case 4: isOutside4(address)
        case 16: isOutside6(address)
        default: false
        }
    }

    private static func isOutside4(_ address: [UInt8]) -> Bool {
        switch (address[0], address[1]) {
        case (0, _), (10, _), (127, _), (169, 254), (172, 16...31), (192, 168): false
        // Shared by carriers, and where clouds keep what they tell their machines.
        case (100, 64...127): false
        case (192, 0): address[2] != 0
        // 198.18.0.0/15 is left: resolvers of some proxies answer every name with it.
        case (224..., _): false
        default: true
        }
    }

    private static func isOutside6(_ address: [UInt8]) -> Bool {
        let isMapped = address[..<10].allSatisfy { $0 == 0 } && address[10] == 0xFF && address[11] == 0xFF
        let isTranslated = address[..<12].elementsEqual([0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0])
        if isMapped || isTranslated { return isOutside4(Array(address[12...])) }
        switch (address[0], address[1]) {
        // Both carry an IPv4 address: 6to4 in front, Teredo where nobody sees it.
        case (0x20, 0x02): return isOutside4(Array(address[2..<6]))
        case (0x20, 0x01) where address[2] == 0 && address[3] == 0: return false
        // Of all others only these are given out.
        case (0x20...0x3F, _): return true
        default: return false
        }
    }

    /// The bytes of the address in what the resolver found; empty for anything but the two families.
    private static func bytes(_ found: UnsafePointer<curl_sockaddr>) -> [UInt8] {
        guard let place = MemoryLayout<curl_sockaddr>.offset(of: \.addr) else { return [] }
        // Longer than declared: the library has room there for every family.
        let raw = UnsafeRawBufferPointer(start: UnsafeRawPointer(found) + place, count: Int(found.pointee.addrlen))
        let field: (offset: Int?, count: Int) =
            switch found.pointee.family {
            case AF_INET: (MemoryLayout<sockaddr_in>.offset(of: \.sin_addr), 4)
            case AF_INET6: (MemoryLayout<sockaddr_in6>.offset(of: \.sin6_addr), 16)
            default: (nil, 0)
            }
        guard let offset = field.offset, offset + field.count <= raw.count else { return [] }
        return Array(raw[offset..<(offset + field.count)])
    }

    /// In the library's place: no connection is begun to what lies inside, not even to be ended again.
    static let openOutside: curl_opensocket_callback = { _, _, found in
        guard let found, isOutside(bytes(found)) else { return yishi_curl_no_socket() }
        return yishi_curl_socket(found)
    }
}
