// swift-tools-version: 6.2
import PackageDescription

// The house of the README: a module may use those below it, never those above.
// `Tests/HouseTests` reads the imports against this table, because SwiftPM alone does not refuse an undeclared one.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

func module(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], data: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, path: "Tests/\(name)", exclude: data, swiftSettings: settings)
}

let package = Package(
    name: "yishi",
    products: [.executable(name: "yishi", targets: ["yishi"])],
    targets: [
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CMicroHTTPD", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        module("Wire", ["CCurl", "CMicroHTTPD", "CCrypto"]),
        module("Procedure", ["Wire"]),
        module("Deliberation", ["Procedure", "Wire"]),
        module("Reading", ["Procedure", "Wire"]),
        module("Gateways", ["Procedure", "Wire"]),
        module("Record", ["Deliberation", "Procedure", "Wire", "CSQLite"]),
        module("Desk", ["Gateways", "Record", "Deliberation", "Reading", "Procedure", "Wire"]),
        module(
            "Board", ["Desk", "Gateways", "Record", "Deliberation", "Reading", "Procedure", "Wire"],
            resources: [
                .embedInCode("Pages/demo.html"), .embedInCode("Pages/demo.css"), .embedInCode("Pages/demo.js"),
                .embedInCode("Pages/paper.css"),
            ]),
        .executableTarget(
            name: "yishi",
            dependencies: ["Board", "Desk", "Gateways", "Record", "Deliberation", "Reading", "Procedure", "Wire"],
            swiftSettings: settings),
        .target(name: "Dice", path: "Tests/Dice", swiftSettings: settings),
        tests("RecordTests", ["Record", "Deliberation", "Procedure", "Wire", "CSQLite", "Dice"]),
        tests("WireTests", ["Wire", "Dice"]),
        tests("GatewaysTests", ["Gateways", "Procedure", "Wire", "Dice"]),
        tests("ProcedureTests", ["Procedure", "Wire"]),
        tests("DeliberationTests", ["Deliberation", "Procedure", "Wire", "Dice"], data: ["Fixtures"]),
        tests("DeskTests", ["Board", "Desk", "Gateways", "Record", "Deliberation", "Procedure", "Wire"]),
        tests(
            "ConversationTests", ["CSQLite", "Board", "Desk", "Gateways", "Record", "Reading", "Deliberation", "Procedure", "Wire", "Dice"]),
        tests("YishiTests", ["CSQLite", "yishi", "Board", "Desk", "Gateways", "Record", "Deliberation", "Reading", "Procedure", "Wire"]),
        tests("HouseTests", []),
        tests("ReadingTests", ["Reading", "Procedure", "Wire", "Dice"], data: ["Sets"]),
    ]
)

// Tests/Fuzz/run builds this by itself, with libFuzzer's own main: nothing else needs it.
if Context.environment["YISHI_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "fuzz", dependencies: ["Gateways", "Reading", "Deliberation", "Procedure", "Wire"], path: "Tests/Fuzz",
            exclude: ["run", "seeds"], swiftSettings: settings))
}

// Tests/Bench/lines builds this by itself: what reading one message costs.
if Context.environment["YISHI_BENCH"] != nil {
    package.targets.append(
        .executableTarget(
            name: "lines", dependencies: ["Reading", "Procedure", "Wire"], path: "Tests/Bench/cost", swiftSettings: settings))
}
