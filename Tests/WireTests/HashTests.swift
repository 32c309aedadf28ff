import Testing

@testable import Wire

@Suite struct HashTests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func sha256OfFIPS180(text: String, expected: String) {
        #expect(SHA256.digest(Array(text.utf8)).hex == expected)
    }

    @Test func sha256InPiecesIsTheSameAndMayGoOn() {
        var hash = SHA256()
        for _ in 0..<1000 { hash.update([UInt8](repeating: UInt8(ascii: "a"), count: 999)) }
        _ = hash.digest()
        hash.update(String(repeating: "a", count: 1000))
        #expect(hash.digest().hex == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test func digestIsRebuiltFromItsBytesOnly() throws {
        let digest = SHA256.digest([1, 2, 3])
        #expect(try #require(Digest(bytes: digest.bytes)) == digest)
        #expect(Digest(bytes: digest.bytes + [0]) == nil)
        #expect(Digest(bytes: []) == nil)
        #expect(digest != SHA256.digest([1, 2, 4]))
    }

    // RFC 4231, cases 1-4, 6 and 7.
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0B, count: 20), Array("Hi There".utf8),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xAA, count: 20), [UInt8](repeating: 0xDD, count: 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        (
            Array(1...25), [UInt8](repeating: 0xCD, count: 50),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
        ),
        (
            [UInt8](repeating: 0xAA, count: 131), Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        (
            [UInt8](repeating: 0xAA, count: 131),
            Array(
                "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm."
                    .utf8),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
        ),
    ])
    func hmacSHA256OfRFC4231(key: [UInt8], message: [UInt8], expected: String) {
        #expect(HMAC.sha256(key: key, message: message).hex == expected)
    }

    // RFC 2202, cases 1, 2 and 6.
    @Test(arguments: [
        ([UInt8](repeating: 0x0B, count: 20), "Hi There", "b617318655057264e28bc0b6fb378c8ef146be00"),
        (Array("Jefe".utf8), "what do ya want for nothing?", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
        (
            [UInt8](repeating: 0xAA, count: 80), "Test Using Larger Than Block-Size Key - Hash Key First",
            "aa4ae5e15272d00e95705637ce8a3b55ed402112"
        ),
    ])
    func hmacSHA1OfRFC2202(key: [UInt8], message: String, expected: String) {
        #expect(HMAC.sha1(key: key, message: Array(message.utf8)).hex == expected)
    }

    @Test func oneBotSignatures() {
        let heartbeat = #"{"time":1515204254,"self_id":10001000,"post_type":"meta_event"}"#
        let message =
            #"{"time":1700000000,"self_id":10001,"post_type":"message","message_type":"group","sub_type":"normal","message_id":-2147483648,"group_id":20002,"user_id":30003,"anonymous":null,"message":[{"type":"text","data":{"text":"你好"}}],"raw_message":"你好","font":0,"sender":{"user_id":30003,"nickname":"n","role":"member"}}"#
        let secret = Array("some-secret".utf8)
        #expect(HMAC.sha1(key: secret, message: Array(heartbeat.utf8)).hex == "059650442c9e3f23d054c16c7257bec10b3077f3")
        #expect(HMAC.sha1(key: secret, message: Array(message.utf8)).hex == "685fa4c8ffea5ef1dc6b76630cf88ff01cc1236c")
    }

    @Test func dingTalkAndStandardWebhooksSignatures() throws {
        let ding = HMAC.sha256(key: Array("this is secret".utf8), message: Array("1577262236757\nthis is secret".utf8))
        #expect(ding.bytes.base64 == "hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM=")
        let key = try #require([UInt8](base64: "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let signed = #"msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}"#
        #expect(HMAC.sha256(key: key, message: Array(signed.utf8)).bytes.base64 == "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test func webSocketAcceptOfRFC6455() {
        let text = "dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        #expect(SHA1.digest(Array(text.utf8)).base64 == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    }

    @Test func equalityInConstantTime() {
        #expect(constantTimeEquals([], []))
        #expect(constantTimeEquals([1, 2, 3], [1, 2, 3]))
        #expect(!constantTimeEquals([1, 2, 3], [1, 2, 4]))
        #expect(!constantTimeEquals([1, 2, 3], [1, 2]))
    }
}
