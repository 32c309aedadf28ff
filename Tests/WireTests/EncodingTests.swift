import Testing

@testable import Wire

@Suite struct EncodingTests {
    @Test func hexadecimalOfEitherCase() {
        #expect([UInt8](hex: "00ffAbcD") == [0x00, 0xFF, 0xAB, 0xCD])
        #expect([UInt8](hex: "") == [])
        #expect([UInt8]([0x00, 0x0F, 0xA0]).hex == "000fa0")
        for bad in ["0", "0g", "00 ", "é0", "0x00"] { #expect([UInt8](hex: bad) == nil) }
    }

    // RFC 4648 section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
    func base64OfRFC4648(plain: String, encoded: String) {
        #expect(Array(plain.utf8).base64 == encoded)
        #expect([UInt8](base64: encoded) == Array(plain.utf8))
        let unpadded = encoded.filter { $0 != "=" }
        #expect(Array(plain.utf8).base64URL == unpadded)
        #expect([UInt8](base64URL: unpadded) == Array(plain.utf8))
    }

    @Test func bothAlphabets() {
        #expect([UInt8]([0xFB, 0xEF, 0xFF]).base64 == "++//")
        #expect([UInt8]([0xFB, 0xEF, 0xFF]).base64URL == "--__")
        #expect([UInt8](base64: "--__") == nil)
        #expect([UInt8](base64URL: "++//") == nil)
    }

    @Test(arguments: ["Z", "Zg", "Zg=", "Zg===", "Z===", "====", "=", "Zh==", "Zm9=", "Zm 9v", "Zm9v\n", "Zg==Zg==", "Zm9é"])
    func base64RefusesWhatIsNotTheOneSpelling(text: String) {
        #expect([UInt8](base64: text) == nil)
    }

    @Test func everyLengthComesBack() {
        for length in 0..<70 {
            let bytes = SecureRandom.bytes(length)
            #expect([UInt8](hex: bytes.hex) == bytes)
            #expect([UInt8](base64: bytes.base64) == bytes)
            #expect([UInt8](base64URL: bytes.base64URL) == bytes)
        }
    }
}
