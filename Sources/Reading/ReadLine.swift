import Procedure
import Wire

extension Reader {
    /// The line `yishi read` prints for one message (reading.md, *One line in, one line out*).
    public func line(for utterance: Utterance) -> JSON {
        read(utterance).json
    }
}
