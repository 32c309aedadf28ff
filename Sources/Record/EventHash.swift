import Deliberation
import Procedure
import Wire

/// What an event's hash is taken over. A format for ever.
///
/// SHA-256 over these columns, in this order, each as a length in 4 bytes (big-endian) followed by that many bytes:
///
///     the text `yishi event 1`
///     unit (its name, UTF-8) · n · matter (year × 1,000,000 + serial) · m · at · happened · by · post · rulebook
///     kind · version · body · prev
///
/// Whole numbers are 8 bytes, two's complement, big-endian; texts are UTF-8; body and prev are the stored bytes. A column that is
/// empty (NULL) is the length `FF FF FF FF` and nothing after it, so it differs from an empty text.
public enum EventHash {
    public static func of(_ event: EventRow) -> [UInt8] {
        var buffer: [UInt8] = []
        return of(event, using: &buffer)
    }

    static func of(_ event: EventRow, using buffer: inout [UInt8]) -> [UInt8] {
        buffer.removeAll(keepingCapacity: true)
        add("yishi event 1", to: &buffer)
        add(event.unit.name, to: &buffer)
        add(event.n, to: &buffer)
        add(event.matter.key, to: &buffer)
        add(event.m, to: &buffer)
        add(event.at.milliseconds, to: &buffer)
        add(event.happened?.milliseconds, to: &buffer)
        add(event.by, to: &buffer)
        add(event.post, to: &buffer)
        add(event.rulebook, to: &buffer)
        add(event.kind, to: &buffer)
        add(Int64(event.version), to: &buffer)
        add(event.body, to: &buffer)
        add(event.prev, to: &buffer)
        return SHA256.digest(buffer).bytes
    }

    private static func add(_ number: Int64?, to buffer: inout [UInt8]) {
        guard let number else { return addLength(.max, to: &buffer) }
        addLength(8, to: &buffer)
        withUnsafeBytes(of: number.bigEndian) { buffer.append(contentsOf: $0) }
    }

    private static func add(_ text: String?, to buffer: inout [UInt8]) {
        guard let text else { return addLength(.max, to: &buffer) }
        addLength(UInt32(clamping: text.utf8.count), to: &buffer)
        buffer.append(contentsOf: text.utf8)
    }

    private static func add(_ bytes: [UInt8], to buffer: inout [UInt8]) {
        addLength(UInt32(clamping: bytes.count), to: &buffer)
        buffer.append(contentsOf: bytes)
    }

    private static func addLength(_ length: UInt32, to buffer: inout [UInt8]) {
        withUnsafeBytes(of: length.bigEndian) { buffer.append(contentsOf: $0) }
    }
}
