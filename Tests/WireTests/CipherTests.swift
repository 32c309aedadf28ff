import Testing

@testable import Wire

@Suite struct CipherTests {
    /// Test cases 13 to 16 of the GCM specification (McGrew and Viega), those of 256-bit keys and 96-bit nonces.
    struct Vector: Sendable, CustomTestStringConvertible {
        var key, nonce, associated, plain, box: String
        var testDescription: String { "plain of \(plain.count / 2), associated of \(associated.count / 2) bytes" }
    }

    static let key = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"
    static let vectors = [
        Vector(
            key: String(repeating: "00", count: 32), nonce: String(repeating: "00", count: 12), associated: "", plain: "",
            box: "530f8afbc74536b9a963b4f1c4cb738b"),
        Vector(
            key: String(repeating: "00", count: 32), nonce: String(repeating: "00", count: 12), associated: "",
            plain: String(repeating: "00", count: 16), box: "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"),
        Vector(
            key: key, nonce: "cafebabefacedbaddecaf888", associated: "",
            plain:
                "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255",
            box:
                "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015adb094dac5d93471bdec1a502270e3cc6c"
        ),
        Vector(
            key: key, nonce: "cafebabefacedbaddecaf888", associated: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
            plain:
                "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
            box:
                "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b"
        ),
    ]

    @Test(arguments: vectors)
    func gcmVectors(_ vector: Vector) throws {
        let key = try #require([UInt8](hex: vector.key))
        let nonce = try #require([UInt8](hex: vector.nonce))
        let associated = try #require([UInt8](hex: vector.associated))
        let plain = try #require([UInt8](hex: vector.plain))
        let box = try AESGCM.seal(plain, key: key, nonce: nonce, associated: associated)
        #expect(box.hex == vector.nonce + vector.box)
        #expect(try AESGCM.open(box, key: key, associated: associated) == plain)
    }

    @Test func everyAlteredBitIsNoticed() throws {
        let key = SecureRandom.bytes(32)
        let box = try AESGCM.seal(Array("居民".utf8), key: key, associated: [1])
        for index in box.indices {
            for bit in 0..<8 {
                var altered = box
                altered[index] ^= 1 << UInt8(bit)
                #expect(throws: CipherFailure.notAuthentic) { try AESGCM.open(altered, key: key, associated: [1]) }
            }
        }
    }

    @Test func otherKeyOtherPlaceOrShorterBoxIsRefused() throws {
        let key = SecureRandom.bytes(32)
        let box = try AESGCM.seal([1, 2, 3], key: key, associated: [9])
        #expect(try AESGCM.open(box, key: key, associated: [9]) == [1, 2, 3])
        #expect(throws: CipherFailure.notAuthentic) { try AESGCM.open(box, key: key, associated: [8]) }
        #expect(throws: CipherFailure.notAuthentic) { try AESGCM.open(box, key: SecureRandom.bytes(32), associated: [9]) }
        for length in 0..<box.count {
            #expect(throws: CipherFailure.notAuthentic) { try AESGCM.open(Array(box.prefix(length)), key: key, associated: [9]) }
        }
        #expect(throws: CipherFailure.keyLength) { try AESGCM.seal([1], key: [1, 2, 3]) }
        #expect(throws: CipherFailure.keyLength) { try AESGCM.open(box, key: Array(key.dropLast()), associated: [9]) }
    }

    @Test func aBoxIsNeverTheSameTwice() throws {
        let key = SecureRandom.bytes(32)
        let boxes = try (0..<100).map { _ in try AESGCM.seal([], key: key) }
        #expect(Set(boxes).count == boxes.count)
    }

    @Test func randomBytesAndNumbers() {
        #expect(SecureRandom.bytes(0).isEmpty)
        #expect(SecureRandom.bytes(-1).isEmpty)
        for count in 1...40 { #expect(SecureRandom.bytes(count).count == count) }
        let numbers = (0..<200).map { _ in SecureRandom.int63() }
        #expect(Set(numbers).count == numbers.count)
        #expect(numbers.allSatisfy { $0 >= 0 })
        // Two hundred tosses of the highest bit fall on one side with a chance of 2^-199.
        #expect(numbers.contains { $0 >= 1 << 62 } && numbers.contains { $0 < 1 << 62 })
    }
}
