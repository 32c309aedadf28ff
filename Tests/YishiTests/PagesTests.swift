import Board
import Desk
import Foundation
import Glibc
import Procedure
import Record
import Testing
import Wire

@testable import yishi

@Suite("The pages' listener")
struct PagesTests {
    @Test("a port of its own, and an address that is TLS or inside the house")
    func configuration() throws {
        let folder = try Folder()
        defer { folder.remove() }
        for base in [
            "https://yishi.example.cn", "http://192.168.1.5:8083", "http://127.0.0.1:8083", "http://172.20.0.1", "http://localhost",
        ] {
            try folder.configure(["pages": #"{ "base": "\#(base)" }"#])
            #expect(folder.faults() == [], "\(base)")
        }
        let wrong = [
            ("", "base must be a text"), ("ftp://a", "without a path"), ("https://a/b", "without a path"), ("https://", "without a path"),
            ("https://a@b", "without a path"), ("http://yishi.example.cn", "must begin with https://"),
            ("http://172.32.0.1", "must begin with https://"), ("http://10.0.0.1.evil.cn", "must begin with https://"),
        ]
        for (base, problem) in wrong {
            try folder.configure(["pages": #"{ "base": "\#(base)" }"#])
            #expect(folder.faults().contains { $0.contains(problem) }, "\(base): \(folder.faults())")
        }
        try folder.configure(["pages": #"{ "base": "https://a.cn", "port": 8082 }"#])
        #expect(folder.faults().contains { $0.contains("pages must have a port of its own") })
        try folder.configure(["pages": #"{ "base": "https://a.cn", "colour": 1 }"#])
        #expect(folder.faults().contains { $0.contains("there is no setting \"colour\"") })
    }

    /// The listener as `serve` opens it, on a free port.
    static func listening(_ address: String = "127.0.0.1") throws -> (Folder, Desk, HTTPServer) {
        let folder = try Folder()
        let store = try Store.open(path: folder.path + "/yishi.db", identity: .random())
        let desk = Desk(library: try Library(folder: folder.path), store: store, clock: WallClock())
        let plan = Configuration.Pages(listener: Configuration.Listener(address: address, port: 0), base: "http://127.0.0.1:1")
        return (folder, desk, try Service.pages(plan, desk))
    }

    @Test("bodies and heads beyond the limits never reach a page; only its own host is heard")
    func limits() throws {
        let (folder, _, server) = try Self.listening()
        defer { folder.remove() }
        let client = try HTTPClient()
        func ask(_ method: String, _ path: String, _ headers: [HTTPField] = [], body: Int = 0) throws -> Int {
            let call = HTTPCall(
                method: method, url: "http://127.0.0.1:\(server.port)\(path)", headers: headers, body: [UInt8](repeating: 0x61, count: body)
            )
            return try client.perform(call).get().status
        }
        let host = HTTPField("Host", "127.0.0.1:1")
        #expect(try ask("GET", "/paper.css", [host]) == 200)
        #expect(try ask("GET", "/p/x", [host]) == 200)
        #expect(try ask("POST", "/p/x", [host]) == 410)
        #expect(try ask("GET", "/paper.css") == 421)
        #expect(try ask("POST", "/p/x", [host], body: (4 << 10) + 1) == 413)
        #expect([431, 400, 413].contains(try ask("GET", "/p", [host, HTTPField("Cookie", String(repeating: "a", count: 9000))])))
        #expect([414, 431, 400].contains(try ask("GET", "/p/" + String(repeating: "a", count: 9000), [host])))
        #expect(try ask("GET", "/metrics", [host]) == 404)
        #expect(try ask("GET", "/healthz", [host]) == 404)
        server.stop()
    }

    @Test("one address gets sixteen connections, and the seventeenth has to wait outside")
    func perAddress() throws {
        let (folder, _, server) = try Self.listening("0.0.0.0")
        defer { folder.remove() }
        var sockets: [Int32] = []
        defer { for socket in sockets { close(socket) } }
        func connected() throws -> Int32 {
            let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = server.port.bigEndian
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            let status = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
            }
            #expect(status == 0)
            var patience = timeval(tv_sec: 2, tv_usec: 0)
            setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
            return socket
        }
        func answers(_ socket: Int32) -> Bool {
            let request = Array("GET /paper.css HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n".utf8)
            guard send(socket, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else { return false }
            var byte: UInt8 = 0
            return recv(socket, &byte, 1, 0) == 1
        }
        for _ in 0..<16 {
            let socket = try connected()
            sockets.append(socket)
            #expect(answers(socket))
        }
        let late = try connected()
        sockets.append(late)
        #expect(!answers(late))
        server.stop()
    }
}
