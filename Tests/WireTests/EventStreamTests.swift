import Dispatch
import Synchronization
import Testing

@testable import Wire

@Suite struct EventStreamTests {
    /// A listener that opens a stream for each request and hands it to the test.
    private final class Streams: Sendable {
        private let open = Mutex<[EventStream]>([])
        private let arrived = DispatchSemaphore(value: 0)
        let buffer: Int

        init(buffer: Int = 256 << 10) { self.buffer = buffer }

        var answer: HTTPServer.Answering {
            { [self] _, responder in
                guard let stream = responder.stream(headers: [HTTPField("Content-Type", "text/event-stream")], maximumBuffer: buffer) else {
                    return
                }
                open.withLock { $0.append(stream) }
                arrived.signal()
            }
        }

        func next() -> EventStream? {
            arrived.wait()
            return open.withLock { $0.popLast() }
        }
    }

    private func connect(_ server: HTTPServer) throws -> RawPeer {
        let peer = try RawPeer(connectingTo: server.port)
        peer.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n")
        return peer
    }

    @Test func piecesArriveAsTheyAreSent() throws {
        let streams = Streams()
        let server = try HTTPServer(HTTPServer.Configuration(), answer: streams.answer)
        let peer = try connect(server)
        let stream = try #require(streams.next())
        for index in 0..<20 {
            #expect(stream.send(Array("data: 第\(index)条\n\n".utf8)))
            let text = peer.read(until: "data: 第\(index)条\n\n")
            #expect(text.contains("data: 第\(index)条\n\n"))
            if index == 0 { #expect(text.contains("Transfer-Encoding: chunked") && text.contains("Content-Type: text/event-stream")) }
        }
        stream.close()
        #expect(peer.read(until: "0\r\n\r\n").hasSuffix("0\r\n\r\n"))
        #expect(!stream.send([1]))
    }

    @Test func aDroppedStreamEnds() throws {
        let streams = Streams()
        let server = try HTTPServer(HTTPServer.Configuration(), answer: streams.answer)
        let peer = try connect(server)
        try #require(streams.next()).send(Array("last".utf8))
        #expect(peer.read(until: "0\r\n\r\n").contains("last"))
    }

    @Test func largePiecesComeWhole() throws {
        let streams = Streams(buffer: 1 << 20)
        let server = try HTTPServer(HTTPServer.Configuration(), answer: streams.answer)
        let peer = try connect(server)
        let stream = try #require(streams.next())
        #expect(stream.send([UInt8](repeating: UInt8(ascii: "~"), count: 1 << 20)))
        stream.close()
        let text = peer.read(until: "\r\n0\r\n\r\n")
        #expect(text.utf8.count { $0 == UInt8(ascii: "~") } == 1 << 20)
    }

    @Test func aSlowReaderIsLetGo() throws {
        let streams = Streams(buffer: 1000)
        let server = try HTTPServer(HTTPServer.Configuration(), answer: streams.answer)
        let peer = try connect(server)
        let stream = try #require(streams.next())
        #expect(!stream.send([UInt8](repeating: 0, count: 1001)))
        #expect(!stream.send([1]))
        #expect(peer.read(until: "\r\n0\r\n\r\n").hasSuffix("\r\n\r\n0\r\n\r\n"))
    }

    @Test func thePeersLeavingIsNoticedAndGivesThePlaceBack() throws {
        var configuration = HTTPServer.Configuration()
        configuration.maximumStreams = 1
        let streams = Streams()
        let server = try HTTPServer(configuration, answer: streams.answer)
        var peer: RawPeer? = try connect(server)
        let stream = try #require(streams.next())
        #expect(stream.send(Array("one".utf8)))
        #expect(peer?.read(until: "one").contains("one") == true)

        let refused = try RawPeer(connectingTo: server.port)
        refused.send("GET /events HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        #expect(refused.readToEnd().hasPrefix("HTTP/1.1 503 "))

        peer = nil
        // Each send wakes the listener's thread; sooner or later one of them meets the closed connection.
        let patience = ContinuousClock.now + .seconds(20)
        while server.heldRequests > 0, ContinuousClock.now < patience { stream.send(Array(": still there?\n\n".utf8)) }
        #expect(server.heldRequests == 0)
        #expect(!stream.send([1]))
        let next = try connect(server)
        let second = try #require(streams.next())
        #expect(second.send(Array("two".utf8)))
        #expect(next.read(until: "two").contains("two"))
    }

    @Test func stoppingEndsOpenStreams() throws {
        let streams = Streams()
        let server = try HTTPServer(HTTPServer.Configuration(), answer: streams.answer)
        let peers = try (0..<3).map { _ in try connect(server) }
        let open = try peers.map { _ in try #require(streams.next()) }
        for stream in open { #expect(stream.send(Array("before".utf8))) }
        server.stop()
        for peer in peers {
            let text = peer.readToEnd()
            #expect(text.contains("before"))
            #expect(text.hasSuffix("\r\n0\r\n\r\n"))
        }
        for stream in open { #expect(!stream.send([1])) }
    }
}
