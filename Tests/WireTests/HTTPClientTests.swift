import Dispatch
import Synchronization
import Testing

@testable import Wire

@Suite struct HTTPClientTests {
    private func failure(_ result: Result<HTTPAnswer, HTTPFailure>) -> HTTPFailure? {
        if case .failure(let failure) = result { failure } else { nil }
    }

    /// Serves connections on a thread of its own, one after the other, until the script throws or ends.
    private func serving(_ script: @escaping @Sendable (RawListener) throws -> Void) throws -> (port: UInt16, done: DispatchGroup) {
        let listener = try RawListener()
        let group = DispatchGroup()
        DispatchQueue.global().async(group: group) { #expect(throws: Never.self) { try script(listener) } }
        return (listener.port, group)
    }

    @Test("nothing in a method, an address, a header or its name begins another header or request")
    func injection() throws {
        let client = try HTTPClient()
        let good = HTTPCall(method: "GET", url: "http://127.0.0.1:9/x", headers: [HTTPField("X-A", "b")])
        func refused(_ change: (inout HTTPCall) -> Void) -> Bool {
            var call = good
            change(&call)
            guard case .failure(let failure) = client.perform(call) else { return false }
            return !failure.mayHaveArrived && "\(failure)".contains("characters it must not have")
        }
        for bad in ["a\r\nX-Forged: 1", "a\nb", "a\rb", "a\u{0}b"] {
            #expect(refused { $0.headers = [HTTPField("X-A", bad)] })
            #expect(refused { $0.headers = [HTTPField(bad, "b")] })
            #expect(refused { $0.method = bad })
            #expect(refused { $0.url = "http://127.0.0.1:9/\(bad)" })
        }
    }

    private static let empty = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

    @Test func theRequestIsSentExactlyAsGiven() throws {
        let request = Mutex("")
        let (port, done) = try serving { listener in
            let peer = try listener.accept()
            request.withLock { $0 = peer.read(until: "\"你\"") }
            peer.send("HTTP/1.1 100 Continue\r\nX-Interim: 1\r\n\r\nHTTP/1.1 418 Tea\r\nX-Final:  a b \r\nContent-Length: 2\r\n\r\nok")
        }
        let call = HTTPCall(
            method: "POST", url: "http://127.0.0.1:\(port)/send_msg?x=1",
            headers: [HTTPField("Content-Type", "application/json"), HTTPField("Authorization", "Bearer t"), HTTPField("X-Empty", "")],
            body: Array("\"你\"".utf8))
        let answer = try HTTPClient().perform(call).get()
        #expect(
            answer
                == HTTPAnswer(
                    status: 418, headers: [HTTPField("X-Final", "a b"), HTTPField("Content-Length", "2")], body: Array("ok".utf8)))
        done.wait()
        let sent = request.withLock { $0 }
        #expect(sent.hasPrefix("POST /send_msg?x=1 HTTP/1.1\r\n"))
        #expect(sent.contains("\r\nContent-Type: application/json\r\n"))
        #expect(sent.contains("\r\nAuthorization: Bearer t\r\n"))
        #expect(sent.contains("\r\nX-Empty:\r\n"))
        #expect(sent.contains("\r\nContent-Length: 5\r\n"))
        #expect(!sent.contains("Expect"))
        #expect(sent.hasSuffix("\r\n\r\n\"你\""))
    }

    @Test(arguments: ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"])
    func everyMethodWithoutABody(method: String) throws {
        let seen = Mutex("")
        let server = try HTTPServer(HTTPServer.Configuration()) { request, responder in
            seen.withLock { $0 = "\(request.method) \(request.body.count) \(request.header("Content-Type") ?? "-")" }
            responder.answer(.text("x"))
        }
        let answer = try HTTPClient().perform(HTTPCall(method: method, url: "http://127.0.0.1:\(server.port)/")).get()
        #expect(answer.body.count == (method == "HEAD" ? 0 : 1))
        #expect(seen.withLock { $0 } == "\(method) 0 -")
    }

    @Test func connectionsAreKept() throws {
        let (port, done) = try serving { listener in
            let peer = try listener.accept()
            for _ in 0..<3 {
                #expect(peer.read(until: "\r\n\r\n").hasPrefix("GET / "))
                peer.send(Self.empty)
            }
        }
        let client = try HTTPClient()
        for _ in 0..<3 { #expect(try client.perform(HTTPCall(method: "GET", url: "http://127.0.0.1:\(port)/")).get().status == 200) }
        done.wait()
    }

    @Test func aRefusedConnectionIsNotSent() throws {
        let nobody = try RawListener(backlog: nil)
        let result = try HTTPClient().perform(HTTPCall(method: "POST", url: "http://127.0.0.1:\(nobody.port)/", body: [1]))
        #expect(failure(result).map { !$0.mayHaveArrived && $0.reason.code == 7 } == true)
    }

    @Test func aConnectionThatNeverStandsIsNotSent() throws {
        // A queue of one that is full: the kernel lets further attempts wait.
        let full = try RawListener(backlog: 0)
        let waiting = try RawPeer(connectingTo: full.port)
        var call = HTTPCall(method: "POST", url: "http://127.0.0.1:\(full.port)/", body: [1])
        call.connectMilliseconds = 200
        let result = try HTTPClient().perform(call)
        #expect(failure(result).map { !$0.mayHaveArrived && $0.reason.code == 28 } == true)
        withExtendedLifetime(waiting) {}
    }

    @Test(arguments: ["http://name.invalid/", "ftp://127.0.0.1/", "file:///etc/hostname", "http://", "", "http://127.0.0.1:0/"])
    func whatCannotBeReachedIsNotSent(url: String) throws {
        let result = try HTTPClient().perform(HTTPCall(method: "GET", url: url))
        #expect(failure(result)?.mayHaveArrived == false)
    }

    @Test func aServerWithoutTLSIsNotSent() throws {
        let (port, done) = try serving { listener in
            let peer = try listener.accept()
            peer.send("HTTP/1.1 400 Bad Request\r\n\r\n")
            peer.finishSending()
            _ = peer.readToEnd()
        }
        let result = try HTTPClient().perform(HTTPCall(method: "POST", url: "https://127.0.0.1:\(port)/", body: [1]))
        #expect(failure(result)?.mayHaveArrived == false)
        done.wait()
    }

    @Test func whatCouldChangeTheRequestIsRefused() throws {
        let server = try HTTPServer(HTTPServer.Configuration()) { _, responder in responder.answer(.text("reached")) }
        let client = try HTTPClient()
        let url = "http://127.0.0.1:\(server.port)/"
        let calls = [
            HTTPCall(method: "GET /x HTTP/1.1\r\nA: b", url: url), HTTPCall(method: "", url: url),
            HTTPCall(method: "GET", url: url + "a b"),
            HTTPCall(method: "GET", url: url + "\r\nX: y"), HTTPCall(method: "GET", url: url, headers: [HTTPField("A", "b\r\nC: d")]),
            HTTPCall(method: "GET", url: url, headers: [HTTPField("A: b\r\nC", "d")]),
            HTTPCall(method: "GET", url: url, headers: [HTTPField("", "d")]),
            HTTPCall(method: "GET", url: url, headers: [HTTPField("A", "\0")]),
        ]
        for call in calls { #expect(failure(client.perform(call)).map { !$0.mayHaveArrived && $0.reason.code == 0 } == true) }
    }

    @Test func silenceAfterTheRequestIsUncertain() throws {
        let (port, done) = try serving { listener in
            let peer = try listener.accept()
            _ = peer.readToEnd()
        }
        do {
            var call = HTTPCall(method: "POST", url: "http://127.0.0.1:\(port)/", body: [1])
            call.totalMilliseconds = 200
            let result = try HTTPClient().perform(call)
            #expect(failure(result).map { $0.mayHaveArrived && $0.reason.code == 28 } == true)
        }
        done.wait()
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345", "HTTP/1.1 200 OK\r\nContent-Le"])
    func aConnectionClosedMidwayIsUncertain(answer: String) throws {
        let (port, done) = try serving { listener in
            let peer = try listener.accept()
            _ = peer.read(until: "\r\n\r\n")
            peer.send(answer)
        }
        let result = try HTTPClient().perform(HTTPCall(method: "POST", url: "http://127.0.0.1:\(port)/", body: [1]))
        #expect(failure(result)?.mayHaveArrived == true)
        done.wait()
    }

    /// libcurl by itself would send the request again over a new connection.
    @Test func aKeptConnectionThatEndsWithoutAnswerIsUncertainAndNotRepeated() throws {
        let listener = try RawListener()
        let group = DispatchGroup()
        DispatchQueue.global().async(group: group) {
            guard let peer = try? listener.accept() else { return }
            _ = peer.read(until: "\r\n\r\n")
            peer.send(Self.empty)
            // The second request arrives, and may have been carried out, when the connection ends.
            #expect(peer.read(until: "second").contains("second"))
        }
        let client = try HTTPClient()
        let url = "http://127.0.0.1:\(listener.port)/"
        _ = try client.perform(HTTPCall(method: "POST", url: url)).get()
        let result = client.perform(HTTPCall(method: "POST", url: url, body: Array("second".utf8)))
        #expect(failure(result)?.mayHaveArrived == true)
        #expect(failure(result)?.reason.text == "the connection ended before an answer")
        group.wait()
        // The client goes on with a new connection.
        DispatchQueue.global().async(group: group) {
            // The stopped second attempt had connected, and brought nothing.
            for _ in 0..<2 {
                guard let peer = try? listener.accept() else { return }
                let request = peer.read(until: "third")
                #expect(!request.contains("second"))
                if request.contains("third") {
                    peer.send(Self.empty)
                    return
                }
            }
        }
        #expect(try client.perform(HTTPCall(method: "POST", url: url, body: Array("third".utf8))).get().status == 200)
        group.wait()
    }

    @Test func aKeptConnectionClosedMeanwhileIsReplaced() throws {
        let closed = DispatchSemaphore(value: 0)
        let (port, done) = try serving { listener in
            for _ in 0..<2 {
                do {
                    let peer = try listener.accept()
                    #expect(peer.read(until: "\r\n\r\n").hasPrefix("POST"))
                    peer.send(Self.empty)
                }
                closed.signal()
            }
        }
        let client = try HTTPClient()
        for _ in 0..<2 {
            #expect(try client.perform(HTTPCall(method: "POST", url: "http://127.0.0.1:\(port)/")).get().status == 200)
            closed.wait()
        }
        done.wait()
    }

    @Test func anAnswerLongerThanAllowedIsAFailure() throws {
        let server = try HTTPServer(HTTPServer.Configuration()) { request, responder in
            responder.answer(HTTPResponse(status: 200, body: [UInt8](repeating: 65, count: Int(request.query("n") ?? "") ?? 0)))
        }
        let client = try HTTPClient()
        func call(_ count: Int) -> HTTPCall {
            HTTPCall(method: "GET", url: "http://127.0.0.1:\(server.port)/?n=\(count)", maximumAnswer: 1000)
        }
        #expect(try client.perform(call(1000)).get().body.count == 1000)
        let failure = failure(client.perform(call(1001)))
        #expect(failure?.mayHaveArrived == true)
        #expect(failure?.reason.text == "the answer is longer than allowed")
        #expect(try client.perform(call(3)).get().body.count == 3)
    }

    @Test func headersWithoutEndAreAFailure() throws {
        let (port, done) = try serving { listener in
            let peer = try listener.accept()
            _ = peer.read(until: "\r\n\r\n")
            peer.send("HTTP/1.1 200 OK\r\n")
            while peer.send("X-A: \(String(repeating: "a", count: 1000))\r\n") {}
        }
        let result = try HTTPClient().perform(HTTPCall(method: "GET", url: "http://127.0.0.1:\(port)/"))
        #expect(failure(result)?.reason.text == "the answer is longer than allowed")
        done.wait()
    }

    @Test func threadsShareAClientThroughAMutex() throws {
        let server = try HTTPServer(HTTPServer.Configuration()) { request, responder in responder.answer(.text(request.path)) }
        let client = Mutex(try HTTPClient())
        let answered = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: 40) { index in
            let result = client.withLock { $0.perform(HTTPCall(method: "GET", url: "http://127.0.0.1:\(server.port)/\(index)")) }
            if case .success(let answer) = result, answer.body == Array("/\(index)".utf8) { answered.withLock { $0 += 1 } }
        }
        #expect(answered.withLock { $0 } == 40)
        #expect(server.openConnections == 1)
    }

    @Test func redirectsAreAnswersNotFollowed() throws {
        let server = try HTTPServer(HTTPServer.Configuration()) { _, responder in
            responder.answer(HTTPResponse(status: 302, headers: [HTTPField("Location", "http://127.0.0.1:1/")]))
        }
        let answer = try HTTPClient().perform(HTTPCall(method: "GET", url: "http://127.0.0.1:\(server.port)/")).get()
        #expect(answer.status == 302)
        #expect(answer.header("location") == "http://127.0.0.1:1/")
    }
}
