/// The arguments of one command: options with a value (`--data DIR`, `--data=DIR`), flags, and the rest in order.
struct Arguments: Sendable, Hashable {
    private var values: [String: String] = [:]
    private var flags: Set<String> = []
    private(set) var rest: [String] = []

    /// - Throws: `UsageFault` for an option the command does not have, or one without its value.
    init(_ given: [String], options: Set<String> = [], flags known: Set<String> = []) throws(UsageFault) {
        var index = given.startIndex
        while index < given.endIndex {
            let argument = given[index]
            index += 1
            guard argument.hasPrefix("-"), argument != "-" else {
                rest.append(argument)
                continue
            }
            let body = argument.drop { $0 == "-" }
            let name = String(body.prefix { $0 != "=" })
            let value = body.count > name.count ? String(body.dropFirst(name.count + 1)) : nil
            if known.contains(name), value == nil, argument.hasPrefix("--") {
                flags.insert(name)
            } else if options.contains(name), argument.hasPrefix("--") {
                if let value {
                    values[name] = value
                } else if index < given.endIndex {
                    values[name] = given[index]
                    index += 1
                } else {
                    throw UsageFault("--\(name) needs a value")
                }
            } else {
                throw UsageFault("there is no option \(argument)")
            }
        }
    }

    subscript(option: String) -> String? { values[option] }
    func has(_ flag: String) -> Bool { flags.contains(flag) }
}

/// What was typed is no command of ours; exit code 2.
struct UsageFault: Error, Sendable, Hashable, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}

/// A command could not do its work; exit code 1. One line, in English.
struct Failed: Error, Sendable, Hashable, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}

extension Failed {
    static func noRecord(at database: String) -> Failed {
        Failed("there is no record at \(database): `yishi serve` begins one; another data folder is named with --data DIR or YISHI_DATA")
    }

    static let noDataFolder = Failed("no data folder: write \"data\" in yishi.json, or name one with --data DIR or YISHI_DATA")
}
