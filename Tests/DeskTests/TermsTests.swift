import Foundation
import Procedure
import Reading
import Testing

@testable import Desk

@Suite("Names of closed lists")
struct TermsTests {
    @Test("XZ-9a, XZ-9b, XZ-9c, XZ-9d: each category can be said, stands for itself and has a name on the card")
    func categories() throws {
        let library = try Library(folder: Restarting.config)
        #expect(Set(Terms.category.values) == ["policy", "development", "rights", "livelihood", "other"])
        for (word, category) in Terms.category {
            #expect(library.texts.has("name.category.\(category)"), "\(category)")
            let said = Utterance(
                "改类 12 \(word)", at: Instant(milliseconds: 1_772_672_400_000), role: .liaisonOfficer, context: .workGroup)
            #expect(library.reader.read(said).action == .act, "\(word)")
            let passed = Utterance("通过 12 \(word)", at: said.at, role: .liaisonOfficer, context: .workGroup)
            #expect(library.reader.read(passed).slots[.category] == .text(word), "\(word)")
        }
    }
}
