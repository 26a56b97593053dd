/// The user's code as `sluice.yaml` names it: `features.py:extract`, or a pickled object (`pipeline.pkl`).
public struct FeatureReference: Sendable, Hashable {
  /// Absolute.
  public var path: String
  /// The function or object in the module; nil for a pickled object.
  public var name: String?

  public init(path: String, name: String?) {
    self.path = path
    self.name = name
  }

  static let pickles = [".pkl", ".pickle", ".joblib"]

  public var isPickled: Bool { Self.pickles.contains { path.hasSuffix($0) } }
}

extension FeatureReference {
  /// As `sluice.yaml` would name it from a project folder: `features.py:extract`.
  public func name(from folder: String) -> String {
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    let relative = path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
    return name.map { "\(relative):\($0)" } ?? relative
  }
}
