import Desk
import Glibc
import Procedure

/// One line an entry to stderr: `time level part: message key=value…`. Never anybody's words, never a secret.
struct Log: Sendable {
    enum Level: String, Sendable { case info, warning, error }

    private let write: @Sendable (String) -> Void

    /// - Parameter write: takes one line with its end; stderr unless told otherwise.
    init(_ write: @escaping @Sendable (String) -> Void = { CommandLineTool.write($0, to: STDERR_FILENO) }) { self.write = write }

    func info(_ part: String, _ message: String, _ values: KeyValuePairs<String, String> = [:]) { entry(.info, part, message, values) }
    func warning(_ part: String, _ message: String, _ values: KeyValuePairs<String, String> = [:]) {
        entry(.warning, part, message, values)
    }
    func error(_ part: String, _ message: String, _ values: KeyValuePairs<String, String> = [:]) { entry(.error, part, message, values) }

    private func entry(_ level: Level, _ part: String, _ message: String, _ values: KeyValuePairs<String, String>) {
        var line = "\(WallClock().now.iso) \(level.rawValue) \(part): \(Log.oneLine(message))"
        for (key, value) in values {
            let plain = Log.oneLine(value)
            line += plain.contains(" ") || plain.isEmpty ? " \(key)=\"\(plain)\"" : " \(key)=\(plain)"
        }
        write(line + "\n")
    }

    /// Control characters and the line ends of other scripts would let a value pretend to be a line of its own.
    private static func oneLine(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { breaks($0) || $0 == "\"" }) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { breaks($0) ? " " : $0 == "\"" ? "'" : $0 }))
    }

    private static func breaks(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028 || scalar.value == 0x2029
    }
}
