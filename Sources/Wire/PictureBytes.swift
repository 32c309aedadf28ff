/// A picture with nothing in it but the picture: JPEG segments and PNG chunks are walked byte by byte, and whatever says where, when, by whom
/// or with which device it was taken is left out, with thumbnails, other programs' data and everything behind the end.
public struct PictureBytes: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable { case jpeg, png }

    public let kind: Kind
    public let bytes: [UInt8]
    /// Pixels.
    public let width: Int
    public let height: Int

    /// Pictures of more pixels on a side are refused: a small file may hold a very large one.
    public static let mostPixels = 20_000

    /// - Throws: `Malformed` for anything that is no whole JPEG or PNG.
    public init(cleaning given: [UInt8]) throws(Malformed) {
        if given.starts(with: [0xFF, 0xD8, 0xFF]) {
            let found = try JPEGWalk(given).cleaned()
            self.init(kind: .jpeg, bytes: found.bytes, width: found.width, height: found.height)
        } else if given.starts(with: PNGWalk.signature) {
            let found = try PNGWalk(given).cleaned()
            self.init(kind: .png, bytes: found.bytes, width: found.width, height: found.height)
        } else {
            throw Malformed("neither a JPEG nor a PNG")
        }
        guard (1...PictureBytes.mostPixels).contains(width), (1...PictureBytes.mostPixels).contains(height) else {
            throw Malformed("a picture of \(width) by \(height) pixels")
        }
    }

    private init(kind: Kind, bytes: [UInt8], width: Int, height: Int) {
        self.kind = kind
        self.bytes = bytes
        self.width = width
        self.height = height
    }
}

private struct Reading {
    let bytes: [UInt8]

    func byte(_ at: Int) throws(Malformed) -> Int {
        guard bytes.indices.contains(at) else { throw Malformed("the picture ends too soon, at byte \(at)") }
        return Int(bytes[at])
    }
    func two(_ at: Int) throws(Malformed) -> Int { try byte(at) << 8 | (try byte(at + 1)) }
    func four(_ at: Int) throws(Malformed) -> Int { try two(at) << 16 | (try two(at + 2)) }
}

/// ITU-T T.81 (JPEG), section B.1: markers, segments, entropy-coded data.
private struct JPEGWalk {
    private let reading: Reading
    private var bytes: [UInt8] { reading.bytes }

    init(_ bytes: [UInt8]) { reading = Reading(bytes: bytes) }

    func cleaned() throws(Malformed) -> (bytes: [UInt8], width: Int, height: Int) {
        var out: [UInt8] = [0xFF, 0xD8]
        out.reserveCapacity(bytes.count)
        var size: (width: Int, height: Int)?
        var at = 2
        var hasScan = false
        while true {
            guard try reading.byte(at) == 0xFF else { throw Malformed("expected a JPEG marker at byte \(at)") }
            while try reading.byte(at + 1) == 0xFF { at += 1 }
            let marker = try reading.byte(at + 1)
            if marker == 0xD9 {
                guard hasScan, let size else { throw Malformed("a JPEG without a picture") }
                out += [0xFF, 0xD9]
                return (out, size.width, size.height)
            }
            guard marker != 0, marker != 0x01, !(0xD0...0xD8).contains(marker) else { throw Malformed("a stray JPEG marker at byte \(at)") }
            let length = try reading.two(at + 2)
            guard length >= 2, at + 2 + length <= bytes.count else { throw Malformed("a JPEG segment of \(length) bytes at byte \(at)") }
            let content = (at + 4)..<(at + 2 + length)
            switch marker {
            case 0xE0: out += try header(content)
            case 0xE1: out += try orientation(content)
            // The colours of an Adobe JPEG cannot be told without it; it says nothing else.
            case 0xEE where bytes[content].starts(with: "Adobe".utf8) && content.count <= 12: out += bytes[at..<content.upperBound]
            case 0xE2...0xEF, 0xFE: break
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
                size = (try reading.two(at + 7), try reading.two(at + 5))
                out += bytes[at..<content.upperBound]
            default: out += bytes[at..<content.upperBound]
            }
            at = content.upperBound
            guard marker == 0xDA else { continue }
            hasScan = true
            let end = try scanEnd(from: at)
            out += bytes[at..<end]
            at = end
        }
    }

    /// Entropy-coded data up to the next marker that is neither stuffing nor a restart.
    private func scanEnd(from start: Int) throws(Malformed) -> Int {
        var at = start
        while true {
            guard let next = bytes[at...].firstIndex(of: 0xFF) else { throw Malformed("the JPEG has no end") }
            let marker = try reading.byte(next + 1)
            if marker == 0 || (0xD0...0xD7).contains(marker) {
                at = next + 2
            } else {
                return next
            }
        }
    }

    /// JFIF without its thumbnail; what is called anything else is left out.
    private func header(_ content: Range<Int>) throws(Malformed) -> [UInt8] {
        guard content.count >= 14, bytes[content].starts(with: Array("JFIF".utf8) + [0]) else { return [] }
        return [0xFF, 0xE0, 0, 16] + bytes[content.lowerBound..<(content.lowerBound + 12)] + [0, 0]
    }

    /// Of all that Exif says only which way up: without it photos of a phone lie on their side.
    private func orientation(_ content: Range<Int>) throws(Malformed) -> [UInt8] {
        let tiff = content.lowerBound + 6
        guard content.count >= 14, bytes[content].starts(with: Array("Exif".utf8) + [0, 0]) else { return [] }
        let isLittle = bytes[tiff] == UInt8(ascii: "I")
        func number(_ at: Int, _ count: Int) -> Int? {
            guard at >= tiff, at + count <= content.upperBound else { return nil }
            let digits = bytes[at..<(at + count)]
            return (isLittle ? Array(digits.reversed()) : Array(digits)).reduce(0) { $0 << 8 | Int($1) }
        }
        guard let first = number(tiff + 4, 4), let entries = number(tiff + first, 2), entries <= 512 else { return [] }
        for index in 0..<entries {
            let entry = tiff + first + 2 + index * 12
            guard number(entry, 2) == 0x0112, let value = number(entry + 8, 2), (1...8).contains(value) else { continue }
            return [0xFF, 0xE1, 0, 34] + Array("Exif".utf8) + [0, 0] + Array("MM".utf8)
                + [0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, UInt8(value), 0, 0, 0, 0, 0, 0]
        }
        return []
    }
}

/// PNG (ISO/IEC 15948), section 5: a signature and chunks.
private struct PNGWalk {
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    /// What a picture is shown by. Text, time, Exif, colour profiles with their makers' names and animations are not among them.
    private static let kept: Set<String> = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "pHYs"]
    private let reading: Reading

    init(_ bytes: [UInt8]) { reading = Reading(bytes: bytes) }

    func cleaned() throws(Malformed) -> (bytes: [UInt8], width: Int, height: Int) {
        var out = PNGWalk.signature
        out.reserveCapacity(reading.bytes.count)
        var size: (width: Int, height: Int)?
        var hasData = false
        var at = 8
        while true {
            let length = try reading.four(at)
            guard length <= reading.bytes.count, at + 12 + length <= reading.bytes.count else {
                throw Malformed("a PNG chunk of \(length) bytes at byte \(at)")
            }
            let name = String(decoding: reading.bytes[(at + 4)..<(at + 8)], as: UTF8.self)
            if size == nil {
                guard name == "IHDR", length == 13 else { throw Malformed("a PNG that does not begin with its size") }
                size = (try reading.four(at + 8), try reading.four(at + 12))
            }
            if name == "IDAT" { hasData = true }
            if PNGWalk.kept.contains(name) { out += reading.bytes[at..<(at + 12 + length)] }
            at += 12 + length
            if name == "IEND" {
                guard hasData, let size else { throw Malformed("a PNG without a picture") }
                return (out, size.width, size.height)
            }
        }
    }
}
