/// HTML that is built, never pasted together: every text is escaped on its way in, and there is no way in for markup.
struct Markup: Sendable {
    private(set) var html = ""

    /// An element with attributes (names are ours, values are escaped) and what stands in it.
    mutating func element(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ body: (inout Markup) -> Void) {
        open(name, attributes)
        body(&self)
        html += "</\(name)>"
    }

    mutating func element(_ name: String, _ attributes: KeyValuePairs<String, String>, _ text: String) {
        element(name, attributes) { $0.text(text) }
    }

    mutating func element(_ name: String, _ text: String) { element(name, [:], text) }

    /// One without an end: `meta`, `link`, `col`.
    mutating func open(_ name: String, _ attributes: KeyValuePairs<String, String> = [:]) {
        html += "<\(name)"
        for (name, value) in attributes { html += " \(name)=\"\(Markup.escaped(value))\"" }
        html += ">"
    }

    /// Text; its line breaks are kept.
    mutating func text(_ text: String) {
        var isFirst = true
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if !isFirst { html += "<br>" }
            isFirst = false
            html += Markup.escaped(String(line))
        }
    }

    /// `& < > " '` as references; control characters and marks that turn the direction of writing are left out.
    static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value): break
            case "\u{200E}", "\u{200F}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}", "\u{FEFF}": break
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
