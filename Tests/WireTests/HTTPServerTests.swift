import Dispatch
import Glibc
import Synchronization
import Testing

@testable import Wire

@Suite struct HTTPServerTests {
    /// Answers with what it was asked.
    static let mirror: HTTPServer.Answering = { request, responder in
        let query = request.query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        let text = "\(request.method) \(request.path) [\(query)] \(request.body.count) \(request.header("X-Self-ID") ?? "-")"
        responder.answer(.text(text))
    }

    private func mirroring(_ adjust: (inout HTTPServer.Configuration) -> Void = { _ in }) throws -> HTTPServer {
        try answering(adjust, Self.mirror)
    }

    private func answering(_ adjust: (inout HTTPServer.Configuration) -> Void = { _ in }, _ answer: @escaping HTTPServer.Answering) throws
        -> HTTPServer
    {
        var configuration = HTTPServer.Configuration()
        adjust(&configuration)
        return try HTTPServer(configuration, answer: answer)
    }

    private func ask(_ server: HTTPServer, _ request: String) throws -> String {
        let peer = try RawPeer(connectingTo: server.port)
        peer.send(request)
        return peer.readToEnd()
    }

    private func get(_ target: String) -> String { "GET \(target) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" }

    @Test func aRequestComesWholeAndItsAnswerGoesOut() throws {
        let seen = Mutex<HTTPRequest?>(nil)
        let server = try answering({ _ in }) { request, responder in
            seen.withLock { $0 = request }
            responder.answer(HTTPResponse(status: 201, headers: [HTTPField("X-Answer", "是")], body: [1, 0, 2]))
        }
        let client = try HTTPClient()
        let call = HTTPCall(
            method: "POST", url: "http://127.0.0.1:\(server.port)/onebot/%E4%B8%9C%E5%9B%AD?a=1%2B1&b=x+y&c&a=2",
            headers: [HTTPField("Content-Type", "application/json"), HTTPField("X-Self-ID", "10001")], body: Array("{}".utf8))
        let answer = try client.perform(call).get()
        #expect(answer.status == 201)
        #expect(answer.body == [1, 0, 2])
        #expect(answer.header("x-answer") == "是")
        let request = try #require(seen.withLock { $0 })
        #expect(request.method == "POST")
        #expect(request.path == "/onebot/东园")
        #expect(request.query == [HTTPField("a", "1+1"), HTTPField("b", "x y"), HTTPField("c", ""), HTTPField("a", "2")])
        #expect(request.header("content-TYPE") == "application/json")
        #expect(request.header("x-self-id") == "10001")
        #expect(request.header("Expect") == nil)
        #expect(request.body == Array("{}".utf8))
        #expect(request.peer == "127.0.0.1")
    }

    @Test func onlyTheNamedHeadersAreCollected() throws {
        let server = try answering({ $0.headers = ["X-Self-ID", "X-Signature"] }) { request, responder in
            responder.answer(.text(request.headers.map { "\($0.name)=\($0.value)" }.joined(separator: ";")))
        }
        let answer = try ask(server, "GET / HTTP/1.1\r\nHost: a\r\nx-self-id: 7\r\nOther: 1\r\nConnection: close\r\n\r\n")
        #expect(answer.hasSuffix("\r\n\r\nX-Self-ID=7"))
    }

    @Test(arguments: [
        ("/%zz", 400), ("/%", 400), ("/%4", 400), ("/a%00b", 400), ("/%ff", 400), ("/%c0%af", 400), ("/?a=%zz", 400), ("/?%00=1", 400),
        ("/?a=%ff", 400), ("*", 400), ("http://elsewhere/x", 200), ("/%2e%2e/", 200), ("/a%2Fb", 200), ("/?", 200), ("/?&&=&", 200),
    ])
    func targetsAreDecodedOrRefused(target: String, status: Int) throws {
        #expect(try ask(try mirroring(), get(target)).hasPrefix("HTTP/1.1 \(status) "))
    }

    @Test func pathsAreDecodedOnce() throws {
        #expect(try ask(try mirroring(), get("/a%2525%2Fb?x=%2541")).hasSuffix("GET /a%25/b [x=%41] 0 -"))
        #expect(try ask(try mirroring(), get("http://elsewhere/x/y?z=1")).hasSuffix("GET /x/y [z=1] 0 -"))
    }

    @Test(arguments: [
        "\r\n\r\n\r\n\r\n", "GET\r\n\r\n", "GET /\r\n\r\n", "\0\0\0\0\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "G\0ET /\0 HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\n: nothing\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n\r\n",
        "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}\u{fc}", "GET /\(String(repeating: "a", count: 40_000)) HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "b", count: 40_000))\r\n\r\n",
    ])
    func whateverComesTheListenerGoesOn(request: String) throws {
        let server = try mirroring { $0.idleSeconds = 1 }
        let peer = try RawPeer(connectingTo: server.port)
        peer.send(request)
        peer.finishSending()
        let answer = peer.readToEnd()
        #expect(!answer.contains("<no more"))
        #expect(try ask(server, get("/after")).hasSuffix("GET /after [] 0 -"))
    }

    @Test func tooLargeABodyIsRefusedBeforeItIsSent() throws {
        let server = try mirroring { $0.maximumBody = 1000 }
        let answer = try ask(server, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 413 "))
        let fits = "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 1000\r\n\r\n" + String(repeating: "x", count: 1000)
        #expect(try ask(server, fits).hasSuffix("POST / [] 1000 -"))
    }

    @Test func tooLargeAChunkedBodyIsRefusedAndAnEndlessOneCutOff() throws {
        let server = try mirroring { $0.maximumBody = 1000 }
        let head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        let chunk = "258\r\n" + String(repeating: "x", count: 600) + "\r\n"
        #expect(try ask(server, head + chunk + "0\r\n\r\n").hasSuffix("POST / [] 600 -"))
        #expect(try ask(server, head + chunk + chunk + "0\r\n\r\n").hasPrefix("HTTP/1.1 413 "))
        let endless = try RawPeer(connectingTo: server.port)
        endless.send(head)
        let large = "10000\r\n" + String(repeating: "x", count: 65536) + "\r\n"
        var pieces = 0
        while pieces < 10_000, endless.send(large) { pieces += 1 }
        #expect(pieces < 10_000)
    }

    @Test func halfARequestAndSilenceIsClosed() throws {
        let server = try mirroring { $0.idleSeconds = 1 }
        for half in ["GET / HT", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345", ""] {
            let peer = try RawPeer(connectingTo: server.port)
            peer.send(half)
            #expect(!peer.readToEnd().contains("<no more"))
        }
    }

    /// Never silent for long, and never done: a byte of the head or of the body every fifth of a second.
    @Test(arguments: ["GET /", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4000\r\n\r\n"])
    func aRequestThatDribblesInIsClosedAfterItsTime(_ beginning: String) throws {
        let server = try mirroring {
            $0.idleSeconds = 30
            $0.requestSeconds = 1
        }
        let peer = try RawPeer(connectingTo: server.port)
        peer.send(beginning)
        let began = ContinuousClock.now
        var bytes = 0
        while bytes < 60, peer.send("a") {
            bytes += 1
            usleep(200_000)
        }
        // The second write after the peer has closed is refused.
        #expect(bytes < 60)
        #expect(ContinuousClock.now - began > .milliseconds(900))
        #expect(!peer.readToEnd().contains("200 OK"))
        #expect(server.openConnections == 0)
    }

    /// What takes its time for our sake is not closed: a held request; nor is a connection that is used again within its time.
    @Test func waitingForOurAnswerIsNobodysFault() throws {
        let server = try answering({ $0.requestSeconds = 1 }) { _, responder in
            DispatchQueue.global().asyncAfter(deadline: .now() + 3.5) { responder.answer(.text("late")) }
        }
        let peer = try RawPeer(connectingTo: server.port)
        peer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(peer.read(until: "late").hasSuffix("\r\n\r\nlate"))
        peer.send(get("/again"))
        #expect(peer.readToEnd().hasSuffix("\r\n\r\nlate"))
    }

    /// An answer larger than all buffers, which nobody reads.
    @Test func anAnswerThatIsNotTakenIsGivenUp() throws {
        let server = try answering({
            $0.idleSeconds = 30
            $0.requestSeconds = 1
        }) { _, responder in responder.answer(HTTPResponse(status: 200, headers: [], body: [UInt8](repeating: 65, count: 32 << 20))) }
        let peer = try RawPeer(connectingTo: server.port)
        peer.send(get("/"))
        let patience = ContinuousClock.now + .seconds(8)
        var seen = 0
        while ContinuousClock.now < patience {
            seen = max(seen, server.openConnections)
            if seen == 1, server.openConnections == 0 { break }
            usleep(50_000)
        }
        #expect(seen == 1 && server.openConnections == 0)
    }

    @Test func requestsInOnePieceAreAnsweredInOrder() throws {
        let server = try mirroring()
        let peer = try RawPeer(connectingTo: server.port)
        var requests = ""
        for index in 0..<50 { requests += "POST /\(index) HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc" }
        peer.send(requests + get("/last"))
        let answers = peer.readToEnd()
        let bodies = answers.split(separator: "\r\n").filter { $0.hasPrefix("POST") || $0.hasPrefix("GET") }
        // An answer's body and the next one's status line stand together.
        #expect(bodies.count == 51)
        for index in 0..<50 { #expect(bodies[index].hasPrefix("POST /\(index) [] 3 -")) }
        #expect(bodies.last?.hasPrefix("GET /last") == true)
    }

    @Test func anotherThreadAnswersLater() throws {
        let waiting = Mutex<[Responder]>([])
        let arrived = DispatchSemaphore(value: 0)
        let server = try answering({ _ in }) { _, responder in
            waiting.withLock { $0.append(responder) }
            arrived.signal()
        }
        let peers = try (0..<8).map { _ in try RawPeer(connectingTo: server.port) }
        for peer in peers { peer.send(get("/")) }
        for _ in peers { arrived.wait() }
        let responders = waiting.withLock { list in
            defer { list = [] }
            return list
        }
        for responder in responders {
            DispatchQueue.global().async {
                #expect(responder.answer(.text("late")))
                #expect(!responder.answer(.text("twice")))
            }
        }
        for peer in peers { #expect(peer.readToEnd().hasSuffix("\r\n\r\nlate")) }
    }

    @Test func answersRacingWithTheHandlersReturnAllArrive() throws {
        let queue = DispatchQueue(label: "answers")
        let server = try answering({ _ in }) { request, responder in
            queue.async { responder.answer(.text(request.path)) }
        }
        let client = try HTTPClient()
        for index in 0..<2000 {
            let call = HTTPCall(method: "GET", url: "http://127.0.0.1:\(server.port)/\(index)")
            #expect(try client.perform(call).get().body == Array("/\(index)".utf8))
        }
        #expect(server.openConnections == 1)
    }

    @Test func theSecondAnswerIsIgnoredAlsoInTheHandler() throws {
        let server = try answering({ _ in }) { _, responder in
            #expect(responder.answer(.text("first")))
            #expect(!responder.answer(.text("second")))
        }
        #expect(try ask(server, get("/")).hasSuffix("\r\n\r\nfirst"))
    }

    @Test func aForgottenRequestIsAnswered500() throws {
        let server = try answering({ _ in }) { _, _ in }
        #expect(try ask(server, get("/")).hasPrefix("HTTP/1.1 500 "))
    }

    @Test func whatMustNotBeSentIsNot() throws {
        let server = try answering({ _ in }) { request, responder in
            let status = Int(request.query("status") ?? "") ?? 200
            responder.answer(HTTPResponse(status: status, headers: [HTTPField("X-A", "1\r\nX-B: 2"), HTTPField("X-C", "3")], body: [65]))
        }
        let answer = try ask(server, get("/"))
        #expect(!answer.contains("X-B"))
        #expect(answer.contains("X-C: 3"))
        #expect(try ask(server, get("/?status=204")).hasSuffix("\r\n\r\n"))
        for status in [-1, 0, 100, 199, 600, Int.max] { #expect(try ask(server, get("/?status=\(status)")).hasPrefix("HTTP/1.1 500 ")) }
    }

    @Test func stoppingAnswersWhatIsHeld() throws {
        let waiting = Mutex<[Responder]>([])
        let arrived = DispatchSemaphore(value: 0)
        let server = try answering({ _ in }) { _, responder in
            waiting.withLock { $0.append(responder) }
            arrived.signal()
        }
        let peers = try (0..<20).map { _ in try RawPeer(connectingTo: server.port) }
        for peer in peers { peer.send(get("/")) }
        for _ in peers { arrived.wait() }
        server.stop()
        for peer in peers {
            let answer = peer.readToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 503 "))
            #expect(answer.hasSuffix("\r\n\r\nnot now\n"))
        }
        for responder in waiting.withLock({ $0 }) { #expect(!responder.answer(.text("too late"))) }
        #expect(RawPeer.isRefused(at: server.port))
        #expect(server.heldRequests == 0)
        #expect(server.openConnections == 0)
        server.stop()
    }

    @Test func stoppingUnderFireNeitherHangsNorAborts() throws {
        for _ in 0..<10 {
            let queue = DispatchQueue(label: "answers")
            let served = DispatchSemaphore(value: 0)
            let server = try answering({ _ in }) { _, responder in
                queue.async {
                    responder.answer(.text("x"))
                    served.signal()
                }
            }
            let group = DispatchGroup()
            for _ in 0..<4 {
                DispatchQueue.global().async(group: group) {
                    guard let client = try? HTTPClient() else { return }
                    while case .success(let answer) = client.perform(HTTPCall(method: "GET", url: "http://127.0.0.1:\(server.port)/")) {
                        if answer.status == 503 { break }
                    }
                }
            }
            for _ in 0..<50 { served.wait() }
            server.stop()
            group.wait()
        }
    }

    @Test func aTakenPortAndABadAddressAreFailures() throws {
        let first = try mirroring()
        #expect(throws: HTTPServer.Failure.self) { try self.mirroring { $0.port = first.port } }
        let failure = #expect(throws: HTTPServer.Failure.self) { try self.mirroring { $0.address = "example.invalid" } }
        #expect(failure?.description.hasPrefix("cannot listen on example.invalid port 0: ") == true)
        let port = first.port
        first.stop()
        // A restarted daemon takes its port at once.
        let second = try mirroring { $0.port = port }
        #expect(second.port == port)
    }

    @Test func listensOnIPv6() throws {
        let server = try answering({ $0.address = "::1" }) { request, responder in responder.answer(.text(request.peer)) }
        let answer = try HTTPClient().perform(HTTPCall(method: "GET", url: "http://[::1]:\(server.port)/")).get()
        #expect(answer.body == Array("::1".utf8))
    }
}
