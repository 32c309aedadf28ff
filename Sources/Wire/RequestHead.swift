import CMicroHTTPD
import Glibc

/// What stands before a request's body, read from the library's memory: nothing is copied that is not asked for.
struct RequestHead {
    /// Valid until the request is answered.
    private let connection: OpaquePointer

    init(_ connection: OpaquePointer) { self.connection = connection }

    /// The first header of that name.
    func header(_ name: String) -> String? {
        var name = name
        return name.withUTF8 { bytes in
            var value: UnsafePointer<CChar>?
            var size = 0
            let found = bytes.withMemoryRebound(to: CChar.self) {
                MHD_lookup_connection_value_n(connection, yishi_mhd_headers(), $0.baseAddress, $0.count, &value, &size)
            }
            guard yishi_mhd_is_yes(found) != 0, let value else { return nil }
            return String(decoding: UnsafeRawBufferPointer(start: value, count: size), as: UTF8.self)
        }
    }

    /// Those named, the first of each; all of them when `wanted` is nil.
    func headers(_ wanted: [String]?) -> [HTTPField] {
        if let wanted { return wanted.compactMap { name in header(name).map { HTTPField(name, $0) } } }
        return fields(yishi_mhd_headers()).map { field in
            HTTPField(String(decoding: field.name, as: UTF8.self), String(decoding: field.value, as: UTF8.self))
        }
    }

    /// Decoded; nil when an item cannot be.
    func query() -> [HTTPField]? {
        var items: [HTTPField] = []
        for field in fields(yishi_mhd_arguments()) {
            guard let name = RequestTarget.decoded(field.name), let value = RequestTarget.decoded(field.value) else { return nil }
            items.append(HTTPField(name, value))
        }
        return items
    }

    /// Views into the connection's memory, valid until the request is answered.
    private typealias RawField = (name: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>)

    private func fields(_ kind: MHD_ValueKind) -> [RawField] {
        var fields: [RawField] = []
        withUnsafeMutablePointer(to: &fields) { list in
            _ = MHD_get_connection_values_n(
                connection, kind,
                { list, _, name, nameSize, value, valueSize in
                    func view(_ start: UnsafePointer<CChar>?, _ count: Int) -> UnsafeBufferPointer<UInt8> {
                        UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count).assumingMemoryBound(to: UInt8.self)
                    }
                    list?.assumingMemoryBound(to: [RawField].self).pointee.append((view(name, nameSize), view(value, valueSize)))
                    return yishi_mhd_yes()
                }, list)
        }
        return fields
    }

    /// The peer's address as text; empty when unknown.
    func peer() -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { buffer in
            guard let start = buffer.baseAddress, yishi_mhd_peer(connection, start, socklen_t(buffer.count)) != 0 else { return "" }
            return String(cString: start)
        }
    }
}
