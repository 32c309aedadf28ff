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

    /// Control characters would let a value pretend to be a line of its own.
    private static func oneLine(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F || $0 == "\"" }) else { return text }
        return String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 == "\"" ? "'" : $0 }))
    }
}
