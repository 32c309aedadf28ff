import Record

/// Commits of the writer's own, beside what arrives.
extension Desk {
    /// Work that nobody waits for; what fails is told, and tried again at the next quiet moment.
    func behindTheCommit(_ office: Office, _ body: (inout Ledger) throws(StoreFailure) -> Void) {
        do throws(StoreFailure) { try write(office, body) } catch { failed(error) }
    }

    /// A commit of the office's own, beside arrivals: decided on what is in the record now, and forgotten where it fails.
    func write<Outcome: Sendable>(
        _ office: Office, _ body: (inout Ledger) throws(StoreFailure) -> Outcome
    ) throws(StoreFailure) -> Outcome {
        do throws(StoreFailure) {
            return try store.write { ledger throws(StoreFailure) in
                try office.lookAgain(&ledger)
                return try body(&ledger)
            }
        } catch {
            office.forget()
            throw error
        }
    }
}
