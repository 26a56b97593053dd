// swift-tools-version: 6.2
import PackageDescription

// Scripts/set-up fills .native with links to libarrow and libparquet (from the pyarrow wheel, or the system's).
// The run path is written into the binaries, so they run from any folder with no environment variables.
let native = "\(Context.packageDirectory)/.native"
let nativeHeaders: [CXXSetting] = [.unsafeFlags(["-isystem", "\(native)/include"])]
let nativeLibraries: [LinkerSetting] = [
  .unsafeFlags(["-L\(native)/lib", "-Xlinker", "-rpath", "-Xlinker", "\(native)/lib"]),
  .linkedLibrary("arrow"), .linkedLibrary("parquet"),
]

// A warning fails CI; elsewhere it is only shown, since another compiler may have others.
let warnings: [SwiftSetting] = Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)]
let strict: [SwiftSetting] = [.swiftLanguageMode(.v6)] + warnings
// Column builders are written to for every value: checks of exclusive access at run time took 6 % of a run.
let hot: [SwiftSetting] = strict + [.unsafeFlags(["-enforce-exclusivity=unchecked"])]

let package = Package(
  name: "sluice",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "sluice", targets: ["sluice"])],
  dependencies: [
    // Subcommands, --help and completion.
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    // sluice.yaml with line numbers for every node.
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
  ],
  targets: [
    .target(name: "CArrow", cxxSettings: nativeHeaders, linkerSettings: nativeLibraries),
    .target(name: "CSimdjson", cxxSettings: [.unsafeFlags(["-O3"])], linkerSettings: [.linkedLibrary("simdjson")]),

    .target(name: "Storage", swiftSettings: strict),
    .target(name: "Columnar", dependencies: ["CArrow"], swiftSettings: hot),
    .target(name: "JSONLines", dependencies: ["CSimdjson", "Columnar"], swiftSettings: hot),
    .target(name: "Features", dependencies: ["Columnar", "JSONLines"], swiftSettings: strict),
    .target(name: "Table", dependencies: ["Storage", "Columnar"], swiftSettings: strict),
    .target(
      name: "Configuration", dependencies: ["Columnar", "Features", "Pipeline", "Yams"], swiftSettings: strict),
    .target(
      name: "Pipeline", dependencies: ["Storage", "Columnar", "JSONLines", "Features", "Table"], swiftSettings: strict),
    .target(name: "Terminal", dependencies: ["Pipeline"], swiftSettings: strict),
    .target(name: "DemoCorpus", swiftSettings: strict),
    .executableTarget(
      name: "sluice",
      dependencies: [
        "Storage", "Columnar", "Features", "Configuration", "Table", "Pipeline", "Terminal", "DemoCorpus",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    .testTarget(name: "StorageTests", dependencies: ["Storage"], swiftSettings: strict),
    .testTarget(name: "ColumnarTests", dependencies: ["Columnar"], swiftSettings: strict),
    .testTarget(name: "JSONLinesTests", dependencies: ["JSONLines", "Columnar"], swiftSettings: strict),
    .testTarget(name: "FeaturesTests", dependencies: ["Features", "JSONLines", "Columnar"], swiftSettings: strict),
    .testTarget(name: "TableTests", dependencies: ["Table"], swiftSettings: strict),
    .testTarget(name: "ConfigurationTests", dependencies: ["Configuration", "Pipeline"], swiftSettings: strict),
    .testTarget(
      name: "PipelineTests", dependencies: ["Pipeline", "Features", "Table", "Storage", "Columnar"],
      swiftSettings: strict),
    .testTarget(name: "TerminalTests", dependencies: ["Terminal", "Pipeline"], swiftSettings: strict),
    .testTarget(name: "DemoCorpusTests", dependencies: ["DemoCorpus"], swiftSettings: strict),
  ],
  cxxLanguageStandard: .cxx20
)
