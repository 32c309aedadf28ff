import Foundation
import Synchronization
import Testing

@testable import yishi

@Suite("Injection")
struct InjectionTests {
    @Test(
        "nothing in a log line begins another one or another value",
        arguments: [
            "a\nb", "a\r\n2026-03-02 error x: forged", "a\u{0}b\u{1B}[31m", "x\" key=forged \"", "a\u{7F}b", "\u{85}next", "\u{2028}next",
        ])
    func log(_ text: String) {
        let lines = Mutex<[String]>([])
        let log = Log { line in lines.withLock { $0.append(line) } }
        log.warning("webhooks", text, ["endpoint": text])
        for line in lines.withLock({ $0 }) {
            #expect(line.hasSuffix("\n"))
            let inner = line.dropLast()
            #expect(
                !inner.unicodeScalars.contains {
                    $0.value < 0x20 || (0x7F...0x9F).contains($0.value) || [0x2028, 0x2029].contains($0.value)
                })
            #expect(inner.split(whereSeparator: \.isNewline).count == 1)
        }
        #expect(lines.withLock { $0[0] }.filter { $0 == "\"" }.count <= 2)
    }
}
