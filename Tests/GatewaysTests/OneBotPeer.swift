import Dispatch
import Glibc
import Synchronization
import Wire

@testable import Gateways

/// The API of an implementation inside the test: notes every call and answers as told.
final class OneBotPeer: Sendable {
    struct Call: Sendable {
        var request: HTTPRequest
        var action: String { String(request.path.dropFirst()) }
        var parameters: JSON { (try? JSON(parsing: request.body)) ?? .null }
    }

    private let notes: Notes
    private let server: HTTPServer

    private final class Notes: Sendable {
        let calls = Mutex<[Call]>([])
        /// Those that are never answered.
        let held = Mutex<[Responder]>([])
    }

    /// - Parameter answer: nil keeps the caller waiting for ever.
    init(answer: @escaping @Sendable (Call) -> HTTPResponse?) throws {
        let notes = Notes()
        self.notes = notes
        server = try HTTPServer(HTTPServer.Configuration()) { request, responder in
            let call = Call(request: request)
            notes.calls.withLock { $0.append(call) }
            if let response = answer(call) {
                responder.answer(response)
            } else {
                notes.held.withLock { $0.append(responder) }
            }
        }
    }

    var api: String { "http://127.0.0.1:\(server.port)" }
    var calls: [Call] { notes.calls.withLock { $0 } }

    static func ok(_ data: JSON) -> HTTPResponse { json(["status": "ok", "retcode": 0, "data": data]) }

    static func failed(_ retcode: Int64, _ word: String = "", status: Int = 200) -> HTTPResponse {
        json(
            ["status": "failed", "retcode": .integer(retcode), "data": nil, "msg": .string(word), "wording": .string(word)], status: status)
    }

    static func json(_ json: JSON, status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, headers: [HTTPField("Content-Type", "application/json")], body: json.bytes())
    }
}

/// A listener that reads one request and then writes exactly these bytes and hangs up: what no honest server can be made to do.
final class RawPeer: Sendable {
    let port: UInt16
    private let listener: Int32

    init?(writes bytes: [UInt8]) {
        guard let (listener, port) = RawPeer.listen() else { return nil }
        self.listener = listener
        self.port = port
        DispatchQueue(label: "raw peer").async {
            let peer = accept(listener, nil, nil)
            var buffer = [UInt8](repeating: 0, count: 65_536)
            _ = recv(peer, &buffer, buffer.count, 0)
            _ = Glibc.send(peer, bytes, bytes.count, Int32(MSG_NOSIGNAL))
            shutdown(peer, Int32(SHUT_RDWR))
            close(peer)
        }
    }

    deinit { close(listener) }

    /// A port where nobody listens any more.
    static func deadPort() -> UInt16 {
        guard let (listener, port) = listen() else { return 9 }
        close(listener)
        return port
    }

    private static func listen() -> (Int32, UInt16)? {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && Glibc.listen(listener, 8) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        return bound ? (listener, UInt16(bigEndian: address.sin_port)) : nil
    }
}
