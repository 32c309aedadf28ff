import Testing

@testable import Wire

/// Pictures made here byte by byte, with everything in them that must not stay.
@Suite struct PictureTests {
    static func segment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] {
        [0xFF, marker, UInt8((content.count + 2) >> 8), UInt8((content.count + 2) & 255)] + content
    }

    static let secret = Array("GPS 34.26N 117.18E".utf8)
    static let frame: [UInt8] = [8, 0, 3, 0, 5, 1, 1, 0x11, 0]

    /// Exif with an orientation among other entries, and a place.
    static func exif(orientation: UInt8, little: Bool) -> [UInt8] {
        func two(_ value: Int) -> [UInt8] { little ? [UInt8(value & 255), UInt8(value >> 8)] : [UInt8(value >> 8), UInt8(value & 255)] }
        func four(_ value: Int) -> [UInt8] { little ? two(value & 0xFFFF) + two(value >> 16) : two(value >> 16) + two(value & 0xFFFF) }
        let make = two(0x010F) + two(2) + four(4) + Array("ABC\0".utf8)
        let way = two(0x0112) + two(3) + four(1) + two(Int(orientation)) + [0, 0]
        return Array("Exif\0\0".utf8) + Array((little ? "II" : "MM").utf8) + two(42) + four(8) + two(2) + make + way + four(0) + secret
    }

    static func jpeg(_ segments: [UInt8], tail: [UInt8] = []) -> [UInt8] {
        [0xFF, 0xD8] + segments + segment(0xDB, [UInt8](repeating: 1, count: 65)) + segment(0xC0, frame)
            + segment(0xDA, [1, 1, 0, 0, 63, 0])
            + [0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56] + segment(0xDA, [1, 1, 0, 0, 63, 0]) + [0x78, 0xFF, 0xD9] + tail
    }

    static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        [0, 0, UInt8(content.count >> 8), UInt8(content.count & 255)] + Array(name.utf8) + content + [1, 2, 3, 4]
    }

    static let size: [UInt8] = [0, 0, 0, 7, 0, 0, 0, 9, 8, 2, 0, 0, 0]

    static func png(_ chunks: [UInt8], tail: [UInt8] = []) -> [UInt8] {
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", size) + chunks + chunk("IDAT", [9, 9, 9]) + chunk("IEND", [])
            + tail
    }

    private func holds(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
        bytes.indices.contains { bytes[$0...].starts(with: part) }
    }

    @Test func aJPEGKeepsItsPictureAndNothingElse() throws {
        let jfif = Array("JFIF\0".utf8) + [1, 1, 1, 0, 72, 0, 72, 2, 2] + [UInt8](repeating: 7, count: 12)
        let told =
            Self.segment(0xE0, jfif) + Self.segment(0xE0, Array("JFXX\0".utf8) + Self.secret)
            + Self.segment(0xE1, Self.exif(orientation: 6, little: true))
            + Self.segment(0xE1, Array("http://ns.adobe.com/xap/1.0/\0".utf8) + Self.secret)
            + Self.segment(0xE2, Array("ICC_PROFILE\0".utf8) + Self.secret)
            + Self.segment(0xED, Array("Photoshop 3.0\0".utf8) + Self.secret) + Self.segment(0xFE, Self.secret)
            + Self.segment(0xEE, Array("Adobe".utf8) + [0, 100, 0, 0, 0, 0, 1])
        let picture = try PictureBytes(cleaning: Self.jpeg(told, tail: Array("ftypmp42".utf8) + Self.secret))
        #expect(picture.kind == .jpeg && picture.width == 5 && picture.height == 3)
        #expect(!holds(picture.bytes, Self.secret) && !holds(picture.bytes, Array("ABC".utf8)) && !holds(picture.bytes, Array("JFXX".utf8)))
        #expect(holds(picture.bytes, Array("Adobe".utf8)))
        #expect(picture.bytes.suffix(2) == [0xFF, 0xD9])
        #expect(holds(picture.bytes, [0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56, 0xFF, 0xDA]), "both scans, whole")
        // Cleaned again it stays as it is, orientation and all.
        #expect(try PictureBytes(cleaning: picture.bytes) == picture)
        #expect(holds(picture.bytes, [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6]))
    }

    @Test(arguments: [true, false], [UInt8(1), 3, 6, 8]) func theWayUpIsKept(_ little: Bool, _ way: UInt8) throws {
        let picture = try PictureBytes(cleaning: Self.jpeg(Self.segment(0xE1, Self.exif(orientation: way, little: little))))
        #expect(holds(picture.bytes, [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, way]))
        #expect(!holds(picture.bytes, Self.secret))
    }

    @Test func aPNGKeepsItsPictureAndNothingElse() throws {
        let told =
            Self.chunk("gAMA", [0, 0, 1, 1]) + Self.chunk("tEXt", Self.secret) + Self.chunk("iTXt", Self.secret)
            + Self.chunk("eXIf", Self.secret)
            + Self.chunk("tIME", [1, 2, 3, 4, 5, 6, 7]) + Self.chunk("iCCP", Self.secret) + Self.chunk("acTL", [1])
            + Self.chunk("prVt", Self.secret)
        let picture = try PictureBytes(cleaning: Self.png(told, tail: Self.secret))
        #expect(picture.kind == .png && picture.width == 7 && picture.height == 9)
        #expect(picture.bytes == Self.png(Self.chunk("gAMA", [0, 0, 1, 1])))
        #expect(try PictureBytes(cleaning: picture.bytes) == picture)
    }

    @Test func whatIsNoWholePictureIsRefused() {
        let whole = Self.jpeg(Self.segment(0xE1, Self.exif(orientation: 6, little: false)))
        for count in 0..<whole.count {
            #expect(throws: Malformed.self, "\(count) bytes") { try PictureBytes(cleaning: Array(whole.prefix(count))) }
        }
        let drawn = Self.png([])
        for count in 0..<drawn.count {
            #expect(throws: Malformed.self, "\(count) bytes") { try PictureBytes(cleaning: Array(drawn.prefix(count))) }
        }
        for bytes: [UInt8] in [
            Array("GIF89a".utf8), Array("<svg onload=alert(1)>".utf8), [0xFF, 0xD8, 0xFF, 0xD9], [0xFF, 0xD8, 0xFF, 0xFF, 0xFF],
            [0xFF, 0xD8, 0xFF, 0xE0, 0, 0], [0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 0],
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x49, 0x48, 0x44, 0x52],
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Self.chunk("IDAT", [1]) + Self.chunk("IEND", []),
        ] { #expect(throws: Malformed.self) { try PictureBytes(cleaning: bytes) } }
        var huge = Self.size
        huge[1] = 1
        let wide =
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Self.chunk("IHDR", huge) + Self.chunk("IDAT", [1]) + Self.chunk("IEND", [])
        #expect(throws: Malformed.self) { try PictureBytes(cleaning: wide) }
    }

    @Test func noBytesAtAllBringItDown() {
        var random = SystemRandomNumberGenerator()
        for start in [Self.jpeg(Self.segment(0xE1, Self.exif(orientation: 6, little: true))), Self.png(Self.chunk("tEXt", Self.secret))] {
            for _ in 0..<20_000 {
                var bytes = start
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255)
                }
                if let picture = try? PictureBytes(cleaning: bytes) { #expect(picture.bytes.count <= bytes.count + 36) }
            }
        }
    }
}
