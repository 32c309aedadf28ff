import Desk
import Procedure
import Record
import Synchronization
import Wire

/// Staff pages, on a listener of their own (design 5, *Listeners*): a one-time link opens a session of a quarter of an hour for one form,
/// or for what is kept of one person.
///
///     GET  /p/SECRET    a page with one button: a chat platform that looks ahead at links uses nothing up
///     POST /p/SECRET    uses the link up, sets the session's cookie, leads to /p; a guess costs no write, and after thirty of them in a
///                       minute the next are answered 429 until it is over
///     GET  /p           the form
///     GET  /paper.css
///
/// No script runs here, nothing comes from elsewhere, nothing is framed or kept.
public final class PaperSite: Sendable {
    private let store: Store
    private let library: Library
    private let clock: any Clock
    private let metrics: Metrics
    /// The host that requests must name; nil where the listener around us has seen to it.
    private let host: String?
    private let isSecure: Bool
    private let sessions = Mutex<[Session]>([])
    private let guesses = Mutex(Guesses())
    /// More than a township's offices ever have open; the oldest goes first.
    private static let mostSessions = 256

    private struct Session: Sendable {
        /// SHA-256 of the cookie's secret.
        var digest: [UInt8]
        var grant: PageGrant
        var until: Instant
    }

    /// So many links a minute that open nothing, at this listener; whoever goes on is told to wait until the minute is over.
    static let mostGuesses = 30

    /// Links that opened nothing, in the minute that began with the first of them.
    private struct Guesses: Sendable {
        var since: Instant?
        var count = 0

        /// Seconds until one more may be tried, 1...60; nil while it may.
        mutating func wait(_ now: Instant) -> Int64? {
            guard let since, now >= since, now - since < .minutes(1) else {
                self = Guesses(since: now)
                return nil
            }
            guard count >= PaperSite.mostGuesses else { return nil }
            return max(1, 60 - (now - since).milliseconds / 1000)
        }
    }

    /// - Parameter base: where the pages are reached, e.g. `https://yishi.example.cn`; nil checks no host.
    public init(_ desk: Desk, base: String?) {
        store = desk.store
        library = desk.library
        clock = desk.clock
        metrics = desk.metrics
        isSecure = base?.hasPrefix("https://") == true
        host = base.map { String($0.drop { $0 != "/" }.drop { $0 == "/" }).lowercased() }
    }

    /// The browser says where a form came from only where it may say where a page was opened from: `same-origin`, not `no-referrer`.
    static let headers = [
        HTTPField(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"),
        HTTPField("X-Content-Type-Options", "nosniff"), HTTPField("X-Frame-Options", "DENY"), HTTPField("Referrer-Policy", "same-origin"),
        HTTPField("Cross-Origin-Resource-Policy", "same-origin"), HTTPField("Cross-Origin-Opener-Policy", "same-origin"),
        HTTPField("Cache-Control", "no-store"), HTTPField("X-Robots-Tag", "noindex"),
    ]

    /// Whether a path is ours.
    public static func serves(_ path: String) -> Bool { path == "/p" || path.hasPrefix("/p/") || path == "/paper.css" }

    /// Asks the database: not on the listener's thread.
    public func answer(_ request: HTTPRequest) -> HTTPResponse {
        if let host, request.header("Host")?.lowercased() != host { return plain(421, "host") }
        switch (request.method, request.path) {
        case ("GET", "/paper.css"): return response(200, PackageResources.paper_css, "text/css; charset=utf-8")
        case ("GET", "/p"): return form(request)
        case ("GET", let path) where path.hasPrefix("/p/picture/"): return picture(String(path.dropFirst("/p/picture/".count)), request)
        case ("GET", let path) where path.hasPrefix("/p/"): return door(path)
        case ("POST", let path) where path.hasPrefix("/p/"): return open(String(path.dropFirst(3)), request)
        case ("GET", _): return plain(404, "nothing")
        default: return plain(405, "method")
        }
    }

    /// The same for every secret, right or wrong: what a link is worth is known only once it is used.
    private func door(_ path: String) -> HTTPResponse {
        page(200, "door") { body in
            body.element("form", ["method": "post", "action": path]) { $0.element("button", ["type": "submit"], text("door.button")) }
        }
    }

    private func open(_ secret: String, _ request: HTTPRequest) -> HTTPResponse {
        // A page of somebody else cannot use a link up, though it would gain nothing by it.
        if let origin = request.header("Origin"), let host, origin.lowercased() != (isSecure ? "https://" : "http://") + host {
            return plain(403, "host")
        }
        let now = clock.now
        let grant: PageGrant?
        do throws(StoreFailure) {
            // Only a link that stands for something reaches the writer.
            let isGiven = try store.read { ledger throws(StoreFailure) in try PageGrant.isGiven(secret, now: now, &ledger) }
            grant = isGiven ? try store.write { ledger throws(StoreFailure) in try PageGrant.redeem(secret, now: now, &ledger) } : nil
        } catch { return plain(503, "failed") }
        guard let grant else { return refused(now) }
        metrics.count("page_link_used")
        let cookie = SecureRandom.bytes(32)
        sessions.withLock { sessions in
            sessions.removeAll { $0.until <= now }
            if sessions.count >= PaperSite.mostSessions { sessions.removeFirst() }
            sessions.append(Session(digest: SHA256.digest(cookie).bytes, grant: grant, until: now + PageGrant.life))
        }
        let attributes =
            "; Path=/p; HttpOnly; SameSite=Strict; Max-Age=\(PageGrant.life.milliseconds / 1000)" + (isSecure ? "; Secure" : "")
        return HTTPResponse(
            status: 303,
            headers: PaperSite.headers + [
                HTTPField("Location", "/p"), HTTPField("Set-Cookie", "\(PaperSite.cookie)=\(cookie.base64URL)\(attributes)"),
            ])
    }

    /// A link that opens nothing. What somebody guesses is never in the way of a right link: nobody can shut the door for others.
    private func refused(_ now: Instant) -> HTTPResponse {
        let wait = guesses.withLock { guesses in
            defer { guesses.count += 1 }
            return guesses.wait(now)
        }
        guard let wait else {
            metrics.count("page_link_refused")
            return plain(410, "gone")
        }
        metrics.count("page_link_limited")
        var answer = plain(429, "tooMany")
        answer.headers.append(HTTPField("Retry-After", "\(wait)"))
        return answer
    }

    private static let cookie = "yishi"

    private func form(_ request: HTTPRequest) -> HTTPResponse {
        guard let grant = session(request) else { return plain(403, "session") }
        let now = clock.now
        do throws(StoreFailure) {
            let hint = text("hint")
            let page = try store.read { ledger throws(StoreFailure) -> [UInt8]? in
                guard let form = grant.form else { return try OwnDataPage.read(grant, library, now: now, &ledger)?.html() }
                return try PaperPage.read(form, grant, library, now: now, &ledger)?.html(print: hint)
            }
            guard let page else { return plain(404, "empty") }
            return response(200, page, "text/html; charset=utf-8")
        } catch { return plain(503, "failed") }
    }

    /// A picture of the matter whose form is open here, and of no other; or of whoever reads what is kept of them.
    private func picture(_ index: String, _ request: HTTPRequest) -> HTTPResponse {
        guard let grant = session(request), grant.form == .approval || grant.form == nil else { return plain(403, "session") }
        guard index.utf8.count <= 2, let index = Int(index) else { return plain(404, "nothing") }
        let now = clock.now
        do throws(StoreFailure) {
            let found = try store.read { ledger throws(StoreFailure) -> (kind: String, bytes: [UInt8])? in
                if grant.form == nil {
                    return try OwnData.read(grant.person, unit: grant.unit, library, now: now, &ledger)?.picture(index, &ledger)
                }
                let view = try MatterView.read(MatterKey(grant.unit, grant.matter), library, now: now, &ledger)
                guard let view, view.admits(grant.person) else { return nil }
                return try view.picture(index, &ledger)
            }
            guard let found else { return plain(404, "nothing") }
            return response(200, found.bytes, "image/\(found.kind)")
        } catch { return plain(503, "failed") }
    }

    private func session(_ request: HTTPRequest) -> PageGrant? {
        let now = clock.now
        let given = (request.header("Cookie") ?? "").utf8.prefix(4096).split(separator: UInt8(ascii: ";")).compactMap { part -> [UInt8]? in
            let text = String(decoding: part, as: UTF8.self).drop { $0 == " " }
            guard text.hasPrefix("\(PaperSite.cookie)=") else { return nil }
            return [UInt8](base64URL: text.dropFirst(PaperSite.cookie.count + 1))
        }
        return sessions.withLock { sessions in
            for secret in given.prefix(4) {
                let digest = SHA256.digest(secret).bytes
                if let found = sessions.first(where: { constantTimeEquals($0.digest, digest) && $0.until > now }) { return found.grant }
            }
            return nil
        }
    }

    // MARK: - Answers

    private func text(_ key: String) -> String { library.texts.render("page.\(key)") }

    private func plain(_ status: Int, _ key: String) -> HTTPResponse { page(status, key) { _ in } }

    private func page(_ status: Int, _ key: String, _ more: (inout Markup) -> Void) -> HTTPResponse {
        var markup = Markup()
        markup.element("html", ["lang": "zh-Hans"]) { html in
            html.element("head") { head in
                head.open("meta", ["charset": "utf-8"])
                head.open("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
                head.element("title", text("title"))
                head.open("link", ["rel": "stylesheet", "href": "/paper.css"])
            }
            html.element("body", ["class": "door"]) { body in
                body.element("p", text(key))
                more(&body)
            }
        }
        return response(status, Array(("<!DOCTYPE html>" + markup.html).utf8), "text/html; charset=utf-8")
    }

    private func response(_ status: Int, _ body: [UInt8], _ type: String) -> HTTPResponse {
        HTTPResponse(status: status, headers: [HTTPField("Content-Type", type)] + PaperSite.headers, body: body)
    }
}
