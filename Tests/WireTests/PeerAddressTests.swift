import Glibc
import Synchronization
import Testing

@testable import Wire

/// Which addresses may be connected to when it is others who name them.
@Suite struct PeerAddressTests {
    private func bytes(_ text: String) -> [UInt8] {
        var found = [UInt8](repeating: 0, count: text.contains(":") ? 16 : 4)
        let family = text.contains(":") ? AF_INET6 : AF_INET
        return inet_pton(family, text, &found) == 1 ? found : []
    }

    @Test(
        "nothing of this machine, its network or its cloud, to the last address",
        arguments: [
            "0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.100.100.200", "100.127.255.255", "127.0.0.0",
            "127.255.255.255", "169.254.0.0", "169.254.169.254", "169.254.255.255", "172.16.0.0", "172.31.255.255", "192.0.0.0",
            "192.0.0.255", "192.168.0.0", "192.168.255.255", "224.0.0.0", "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1",
            "::ffff:10.1.2.3", "64:ff9b::169.254.169.254", "2001:0:1::1", "2002:7f00:1::1", "2002:c0a8:1::", "1fff:ffff::1", "4000::1",
            "fbff::1", "fc00::1", "fdff::1", "fe80::1", "febf::1", "fec0::1", "ff02::1",
        ])
    func inside(_ address: String) { #expect(!PeerAddress.isOutside(bytes(address))) }

    @Test(
        "the open network, from the first address",
        arguments: [
            "1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0", "169.253.255.255",
            "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255", "192.169.0.0", "223.255.255.255",
            "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2000::", "2001:1::1", "2002:808:808::1", "2408:8000::1", "3fff:ffff::1",
        ])
    func outside(_ address: String) { #expect(PeerAddress.isOutside(bytes(address))) }

    @Test("what is no address of the two families lies inside") func neither() {
        for count in [0, 3, 5, 15, 17] { #expect(!PeerAddress.isOutside([UInt8](repeating: 8, count: count))) }
    }

    @Test("no connection is made to this machine, whatever its address is written as")
    func refused() throws {
        let asked = Mutex(0)
        let server = try HTTPServer(HTTPServer.Configuration()) { _, responder in
            asked.withLock { $0 += 1 }
            responder.answer(.text("x"))
        }
        let client = try HTTPClient()
        for host in ["127.0.0.1", "127.0.0.0x1", "2130706433", "0", "localhost", "[::ffff:127.0.0.1]"] {
            var call = HTTPCall(method: "GET", url: "http://\(host):\(server.port)/")
            call.onlyOutside = true
            guard case .failure(.notSent) = client.perform(call) else {
                Issue.record("\(host) was asked")
                continue
            }
        }
        #expect(asked.withLock { $0 } == 0)
        // The same client still reaches what we name ourselves.
        #expect(try client.perform(HTTPCall(method: "GET", url: "http://127.0.0.1:\(server.port)/")).get().status == 200)
    }
}
