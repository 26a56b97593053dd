import Foundation

/// The Python that hosts feature functions, and what it is started with.
public struct PythonEnvironment: Sendable {
  public var interpreter: String
  var environment: [String: String]

  /// Finds an interpreter: the one named in `sluice.yaml`, else the active virtual environment's, else `.venv` beside
  /// `sluice.yaml`, else the one of Sluice's own installation, else `python3`.
  public init(named: String?, project: String) throws(FeatureError) {
    let home = try Self.home()
    var candidates: [String] = []
    if let active = ProcessInfo.processInfo.environment["VIRTUAL_ENV"] { candidates.append(active + "/bin/python") }
    candidates += [project + "/.venv/bin/python", home + "/.venv/bin/python"]
    interpreter =
      named ?? candidates.first { FileManager.default.isExecutableFile(atPath: $0) } ?? "python3"
    environment = ProcessInfo.processInfo.environment
    let own = home + "/python"
    environment["PYTHONPATH"] = environment["PYTHONPATH"].map { "\(own):\($0)" } ?? own
    environment["PYTHONUNBUFFERED"] = "1"
    // The same records give the same rows, whatever a function puts in sets.
    if environment["PYTHONHASHSEED"] == nil { environment["PYTHONHASHSEED"] = "0" }
    // One process a core is parallel enough; libraries that start a thread a core in each would get in each other's way.
    for variable in [
      "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "POLARS_MAX_THREADS",
      "RAYON_NUM_THREADS",
    ] where environment[variable] == nil {
      environment[variable] = "1"
    }
  }

  /// The folder that holds `python/sluice`: above the running executable.
  private static func home() throws(FeatureError) -> String {
    let executable =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    var folder = URL(fileURLWithPath: executable).resolvingSymlinksInPath().deletingLastPathComponent()
    while folder.path != "/" {
      if FileManager.default.fileExists(atPath: folder.path + "/python/sluice/__init__.py") { return folder.path }
      folder.deleteLastPathComponent()
    }
    throw FeatureError(
      .load,
      "the folder python/sluice, which belongs to Sluice, is nowhere above \(executable); build Sluice in its checkout")
  }
}
