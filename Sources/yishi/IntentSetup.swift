import Desk
import Dispatch
import Procedure
import Reading
import Synchronization
import Wire

/// The lines a model of intents is learned from or judged on, and the reader of the configuration folder it is to serve.
struct IntentSetup {
    var training: IntentTraining
    var lines: [IntentLine] = []
    let files: [String]
    /// When lines were said that do not say it: always the same, so that the same files give the same model.
    private static let usual = Instant(milliseconds: 1_773_108_000_000)  // 2026-03-10T10:00+08:00
    /// Over the files, one after the other.
    var sha256 = ""

    init(_ arguments: Arguments) throws {
        training = IntentTraining(reader: try Folders.library(try Folders.configuration(arguments)).reader)
        training.training.useAllProcessors()
        var all: [UInt8] = []
        let hunted = Set((arguments["hunted"] ?? "").split(separator: ",").map(String.init))
        files = arguments.rest + hunted.sorted()
        for path in files {
            let content = try Folders.bytes(path)
            do throws(Malformed) {
                lines += try IntentLine.lines(
                    parsing: content, author: hunted.contains(path) ? "" : path, now: IntentSetup.usual)
            } catch { throw Failed("\(path): \(error)") }
            all += content
        }
        sha256 = TableFile.sha256(all)
    }

    /// What the model given makes of the lines, else of each file what the others taught.
    func evaluation(_ model: String?) throws(Failed) -> Evaluation {
        guard !lines.isEmpty else { throw Failed("there are no lines") }
        guard let model else {
            do throws(TrainingFault) { return try training.crossValidated(lines) } catch { throw Failed("\(error)") }
        }
        let linear = try TableFile.model(model)
        do throws(Malformed) { return Evaluation(training.answers(try IntentModel(linear), training.learned(lines))) } catch {
            throw Failed("\(model): \(error)")
        }
    }
}

extension LinearTraining {
    /// With as many machines at a time as there are processors.
    mutating func useAllProcessors() {
        each = { count, work in
            let found = Mutex([[Float]](repeating: [], count: count))
            DispatchQueue.concurrentPerform(iterations: count) { index in
                let weights = work(index)
                found.withLock { $0[index] = weights }
            }
            return found.withLock { $0 }
        }
    }
}
