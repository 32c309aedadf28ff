import Deliberation
import Desk
import Procedure
import Record

/// A form as a page that prints on A4: a heading with the brand the rulebook names (XZ-G2.3d), a table or a text, and where to sign.
public struct PaperPage: Sendable {
    /// A row of a form: one or more pairs of label and content; `lines` is how much room is left for handwriting.
    struct Row: Sendable, Hashable {
        var cells: [Cell]
        var lines = 1

        init(_ cells: [Cell], lines: Int = 1) {
            self.cells = cells
            self.lines = lines
        }
    }

    struct Cell: Sendable, Hashable {
        var label: String
        var text: String
        /// Where somebody signs, under the text: 签字、日期、盖章.
        var signature: String?

        init(_ label: String, _ text: String, signature: String? = nil) {
            self.label = label
            self.text = text
            self.signature = signature
        }
    }

    enum Part: Sendable, Hashable {
        case form([Row])
        /// Paragraphs in large letters, and who signs them at the end.
        case notice([String], signed: [String])
        /// A list with its columns, widths in hundredths.
        case list(columns: [(title: String, width: Int)], rows: [[String]])

        static func == (a: Part, b: Part) -> Bool { "\(a)" == "\(b)" }
        func hash(into hasher: inout Hasher) { hasher.combine("\(self)") }
    }

    var form: PaperForm
    var brand: String
    var title: String
    /// Above the table: the unit, the number, and that it was entered afterwards.
    var heading: [String]
    var parts: [Part]
    /// How many pictures stand under it.
    var pictures = 0
    var foot: String

    /// The whole document. `print` is how to print it, for the screen only.
    func html(print: String) -> [UInt8] {
        PaperPage.document(title, class: form.rawValue) { body in
            body.element("p", ["class": "hint"], print)
            body.element("main") { main in
                main.element("p", ["class": "brand"], brand)
                main.element("h1", title)
                main.element("p", ["class": "heading"]) { line in for text in heading { line.element("span", text) } }
                for part in parts { PaperPage.write(part, &main) }
                for index in 0..<pictures { main.open("img", ["src": "/p/picture/\(index)", "alt": ""]) }
                main.element("footer", foot)
            }
        }
    }

    /// What every page behind a link begins with: fit for a phone, found by no search engine.
    static func document(_ title: String, class kind: String, _ content: (inout Markup) -> Void) -> [UInt8] {
        var page = Markup()
        page.element("html", ["lang": "zh-Hans"]) { html in
            html.element("head") { head in
                head.open("meta", ["charset": "utf-8"])
                head.open("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
                head.open("meta", ["name": "robots", "content": "noindex"])
                head.element("title", title)
                head.open("link", ["rel": "stylesheet", "href": "/paper.css"])
            }
            html.element("body", ["class": kind], content)
        }
        return Array(("<!DOCTYPE html>" + page.html).utf8)
    }

    private static func write(_ part: Part, _ main: inout Markup) {
        switch part {
        case .form(let rows):
            // Four columns: a row of one pair spans them.
            main.element("table", ["class": "form"]) { table in
                table.element("colgroup") { group in for width in [16, 34, 16, 34] { group.open("col", ["class": "w\(width)"]) } }
                for row in rows {
                    table.element("tr", ["class": "lines\(min(max(row.lines, 1), 8))"]) { line in
                        for cell in row.cells {
                            line.element("th", cell.label)
                            line.element("td", row.cells.count == 1 ? ["colspan": "3"] : [:]) { content in
                                content.element("div", cell.text)
                                if let signature = cell.signature { content.element("p", ["class": "signature"], signature) }
                            }
                        }
                    }
                }
            }
        case .notice(let paragraphs, let signed):
            main.element("section", ["class": "notice"]) { section in
                for paragraph in paragraphs { section.element("p", paragraph) }
                for line in signed { section.element("p", ["class": "signed"], line) }
            }
        case .list(let columns, let rows):
            main.element("table", ["class": "list"]) { table in
                table.element("thead") { head in
                    head.element("tr") { line in for column in columns { line.element("th", ["class": "w\(column.width)"], column.title) } }
                }
                table.element("tbody") { body in
                    for row in rows { body.element("tr") { line in for cell in row { line.element("td", cell) } } }
                }
            }
        }
    }
}
