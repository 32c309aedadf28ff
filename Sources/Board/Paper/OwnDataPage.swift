import Desk
import Procedure
import Record

/// What is kept of somebody, as a page for themselves alone: behind the same one-time links as the forms.
struct OwnDataPage {
    let data: OwnData
    let texts: Texts

    static func read(_ grant: PageGrant, _ library: Library, now: Instant, _ ledger: inout Ledger) throws(StoreFailure) -> OwnDataPage? {
        try OwnData.read(grant.person, unit: grant.unit, library, now: now, &ledger).map { OwnDataPage(data: $0, texts: library.texts) }
    }

    func html() -> [UInt8] {
        let title = texts.render("data.title")
        return PaperPage.document(title, class: "own") { body in
            body.element("main") { main in
                main.element("h1", title)
                for line in data.lines { main.element("p", line) }
                for part in data.parts {
                    main.element("h2", part.heading)
                    for line in part.lines { main.element("p", line) }
                }
                for index in 0..<data.pictureCount { main.open("img", ["src": "/p/picture/\(index)", "alt": ""]) }
            }
        }
    }
}
